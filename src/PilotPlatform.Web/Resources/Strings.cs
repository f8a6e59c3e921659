namespace PilotPlatform.Web.Resources;

/// <summary>The words of the pages; those of the document come from the services.</summary>
public sealed class Strings;
