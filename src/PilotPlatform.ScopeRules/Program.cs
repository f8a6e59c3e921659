using PilotPlatform.ScopeRules;
using PilotPlatform.ServiceDefaults;

var builder = ServiceApplication.CreateBuilder("scope-rules", args);
builder.AddScopeRules();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapScopeRules();
return await app.RunServiceAsync();
