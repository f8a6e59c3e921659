namespace PilotPlatform.Catalog;

/// <summary>What the catalogue is made of; bound to <c>Catalog</c>.</summary>
public sealed class CatalogOptions
{
    /// <summary>File that names the programme, its gazetteer and its translations. Default: the one that is shipped.</summary>
    public string Programme { get; set; } = Path.Combine(AppContext.BaseDirectory, "catalog", "programme.json");

    /// <summary>File with the forms that scopes are written in, under <c>forms</c> as in a rule set. Default: that of the shipped rule set.</summary>
    public string ScopeForms { get; set; } = Path.Combine(AppContext.BaseDirectory, "catalog", "scopeForms.json");

    /// <summary>
    /// Document (text, DOCX or PDF) that is published at the start if it never was. Default: the one that the programme's file names.
    /// One that does not reconcile stops the start.
    /// </summary>
    public string? Document { get; set; }
}
