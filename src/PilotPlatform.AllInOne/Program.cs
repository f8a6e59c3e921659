using PilotPlatform.AllInOne;

return await Suite.RunAsync(args);
