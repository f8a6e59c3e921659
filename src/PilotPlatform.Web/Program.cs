using PilotPlatform.ServiceDefaults;
using PilotPlatform.Web;

var builder = ServiceApplication.CreateBuilder("web", args);
builder.AddWeb();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapWeb();
return await app.RunServiceAsync();
