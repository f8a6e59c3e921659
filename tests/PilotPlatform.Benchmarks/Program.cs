using PilotPlatform.Benchmarks;

return args switch
{
    ["serve", var echo] => await Echo.ServeAsync(echo),
    ["compile"] => EngineScenarios.CompileOnce(),
    ["list"] => Scenarios.List(),
    _ => await Scenarios.RunAsync(args),
};
