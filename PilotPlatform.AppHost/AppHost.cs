using PilotPlatform.AppHost;

var builder = DistributedApplication.CreateBuilder(args);
var settings = builder.Configuration;
var publishing = builder.ExecutionContext.IsPublishMode;
var kubernetes = publishing && settings["Deployment:Target"] == "kubernetes";
var replicas = int.TryParse(settings["Replicas"] ?? "1", out var wanted) && wanted > 0
    ? wanted : throw new InvalidOperationException($"Replicas '{settings["Replicas"]}' is not a number from 1.");

if (kubernetes)
    builder.AddKubernetesEnvironment("kubernetes").WithHelm(helm => helm.WithChartName("pilotplatform"));
else if (publishing)
    builder.AddDockerComposeEnvironment("compose");

var authority = settings["Identity:Authority"];
var storage = settings["Deployment:Storage"] ?? "10Gi";
var (cache, cacheServer) = publishing || settings["Cache:Mode"] == "redis" ? Redis() : EmbeddedCache();
var postgres = publishing || settings["Store:Mode"] == "postgres" ? builder.AddPostgres("postgres").WithDataVolume("postgres-data").WithPgWeb() : null;
if (kubernetes)
    postgres!.PublishAsKubernetesService(deployed => deployed.Claim(storage));

var catalog = WithLedger(Service<Projects.PilotPlatform_Catalog>("catalog"));
var scopeRules = WithLedger(Service<Projects.PilotPlatform_ScopeRules>("scope-rules")) // one process: decision 0060
    .WithReference(catalog).WaitFor(catalog);
var reporting = WithLedger(Service<Projects.PilotPlatform_Reporting>("reporting"))
    .WithReference(catalog).WithReference(scopeRules).WaitFor(scopeRules);
if (postgres is not null) // each replica would make one of its own
    reporting.WithEnvironment("Reporting__Webhooks__Key", builder.AddParameter("webhook-key", Publishing.KeyOf33Bytes, secret: true, persist: true));
var web = Service<Projects.PilotPlatform_Web>("web").WithReplicas(replicas)
    .WithReference(catalog).WithReference(scopeRules).WithReference(reporting)
    .WaitFor(catalog).WaitFor(scopeRules).WaitFor(reporting);
Service<Projects.PilotPlatform_Gateway>("gateway", readiness: false).WithExternalHttpEndpoints()
    .WithReference(catalog).WithReference(scopeRules).WithReference(reporting).WithReference(web)
    .WaitFor(web)
    .WithUrlForEndpoint("http", url => url.DisplayText = "页面")
    .WithUrlForEndpoint("http", (EndpointReference _) => new ResourceUrlAnnotation { Url = "/en/", DisplayText = "Pages in English" })
    .WithUrlForEndpoint("http", (EndpointReference _) => new ResourceUrlAnnotation { Url = "/v1/programmes", DisplayText = "JSON" })
    .WithUrlForEndpoint("grpc", url => url.DisplayText = "gRPC");

builder.Build().Run();

// Kubernetes asks by probes. The gateway's health is that of the whole, which must not take the gateway itself out of service.
IResourceBuilder<ProjectResource> Service<TProject>(string name, bool readiness = true)
    where TProject : IProjectMetadata, new()
{
    var service = builder.AddProject<TProject>(name).WithReference(cache, "cache").WaitFor(cacheServer);
    if (!publishing)
        return service.WithHttpHealthCheck("/health", endpointName: "http").WithEnvironment("DOTNET_ENVIRONMENT", builder.Environment.EnvironmentName);

    service.WithEnvironment(authority is null ? "Identity__SignIn" : "Identity__Authority", authority ?? "Closed"); // Production has no personas
    if (!kubernetes)
        return service.PublishAsDockerComposeService((_, compose) => compose.Restart = "unless-stopped");

    if (readiness)
        service.WithHttpProbe(ProbeType.Readiness, "/health", endpointName: "http");
    return service.WithHttpProbe(ProbeType.Liveness, "/alive", endpointName: "http")
        .PublishAsKubernetesService(deployed => deployed.Claim(storage, ofApp: true).WithSchemesInCapitals());
}

IResourceBuilder<ProjectResource> WithLedger(IResourceBuilder<ProjectResource> service)
{
    service.WithFolder();
    return postgres?.AddDatabase($"{service.Resource.Name}-ledger") is { } database ? service.WithReference(database, "ledger").WaitFor(database) : service;
}

(IResourceBuilder<IResourceWithConnectionString>, IResourceBuilder<IResource>) Redis()
{
    var redis = builder.AddRedis("cache").WithDataVolume("cache-data").WithRedisInsight();
    if (kubernetes)
        redis.PublishAsKubernetesService(deployed => deployed.Claim(storage));
    return (redis, redis);
}

(IResourceBuilder<IResourceWithConnectionString>, IResourceBuilder<IResource>) EmbeddedCache()
{
    var server = builder.AddProject<Projects.PilotPlatform_Cache>("cache").WithEndpoint(scheme: "tcp", name: "tcp", env: "Cache__Port");
    var address = ReferenceExpression.Create($"{server.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort)}");
    return (builder.AddConnectionString("cache-address", address), server);
}
