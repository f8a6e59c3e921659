using PilotPlatform.Reporting;
using PilotPlatform.ServiceDefaults;

var builder = ServiceApplication.CreateBuilder("reporting", args);
builder.AddReporting();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapReporting();
return await app.RunServiceAsync();
