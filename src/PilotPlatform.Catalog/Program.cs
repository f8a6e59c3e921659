using PilotPlatform.Catalog;
using PilotPlatform.ServiceDefaults;

var builder = ServiceApplication.CreateBuilder("catalog", args);
builder.AddCatalog();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapCatalog();
return await app.RunServiceAsync();
