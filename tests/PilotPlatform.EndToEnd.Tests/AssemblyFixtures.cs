using PilotPlatform.EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(SharedSuite))]
[assembly: AssemblyFixture(typeof(WorkedSuite))]
[assembly: AssemblyFixture(typeof(Browser))]
