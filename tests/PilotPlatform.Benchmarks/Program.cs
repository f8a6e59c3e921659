using PilotPlatform.Benchmarks;

return args switch
{
    ["serve", "proxy", var behind] => await ProxyScenarios.ServeAsync(behind),
    ["serve", var echo] => await Echo.ServeAsync(echo),
    ["compile"] => EngineScenarios.CompileOnce(),
    ["list"] => Scenarios.List(),
    _ => await Scenarios.RunAsync(args),
};
