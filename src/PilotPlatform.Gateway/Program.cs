using PilotPlatform.Gateway;
using PilotPlatform.ServiceDefaults;

var builder = ServiceApplication.CreateBuilder("gateway", args);
builder.AddGateway();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGateway();
return await app.RunServiceAsync();
