// A caller that shares no code with the suite: the gRPC library of Node, with nothing but the descriptors.
// node caller.js <host:port> <file descriptor set> <programme> <task> <city>: prints one line of JSON.
const fs = require('fs');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [, , address, descriptors, programme, task, city] = process.argv;
const loaded = grpc.loadPackageDefinition(
  loader.loadFileDescriptorSetFromBuffer(fs.readFileSync(descriptors), { keepCase: true, enums: String, longs: Number, defaults: true })).pilotplatform;
const insecure = grpc.credentials.createInsecure();
const catalog = new loaded.catalog.v1.CatalogService(address, insecure);
const scope = new loaded.scoperules.v1.ScopeRulesService(address, insecure);
const reporting = new loaded.reporting.v1.ReportingService(address, insecure);

const call = (client, method, request, as) => new Promise((resolve, reject) => {
  const headers = new grpc.Metadata();
  if (as) headers.set('authorization', `Persona ${as}`);
  client[method](request, headers, { deadline: Date.now() + 20000 }, (failed, answer) => failed ? reject(failed) : resolve(answer));
});

(async () => {
  const name = `${programme}/pilotTasks/${task}`;
  const listed = await call(catalog, 'ListPilotTasks', { parent: programme, page_size: 1000 });
  const got = await call(catalog, 'GetPilotTask', { name });
  const decision = await call(scope, 'Decide', { pilot_task: name, city, view: 'DECISION_VIEW_BASIC' });
  const refused = await call(catalog, 'GetPilotTask', { name: `${programme}/pilotTasks/1000` }).then(() => null, failed => failed);
  const opened = await call(reporting, 'CreateCommitment', {
    parent: programme,
    commitment: { pilot_task: name, city: `${programme}/cities/${city}`, lead_unit: '市商务局', due_date: { year: new Date().getFullYear() + 1, month: 6, day: 30 } },
  }, `${city}-reporter`);
  await call(reporting, 'CreateProgressReport', {
    parent: opened.name,
    progress_report: { period: '2026-11', narrative: '已形成实施方案', progress_percent: 20 },
  }, `${city}-reporter`);
  const read = await call(reporting, 'GetCommitment', { name: opened.name }, `${city}-reporter`);
  console.log(JSON.stringify({
    listed: listed.pilot_tasks.length,
    text: got.text.verbatim,
    reach: decision.reach.state,
    quote: decision.reach.citations[0].quote,
    refused: refused && { code: refused.code, details: (refused.metadata.get('grpc-status-details-bin')[0] || '').length },
    read: { unit: read.lead_unit, percent: read.progress_percent },
  }));
})().catch(failed => { console.error(failed); process.exit(1); });
