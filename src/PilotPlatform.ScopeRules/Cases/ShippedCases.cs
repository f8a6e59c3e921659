using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;

namespace PilotPlatform.ScopeRules.Cases;

/// <summary>The cases that are shipped with the program.</summary>
internal sealed class ShippedCases(IOptions<ScopeRulesOptions> options)
{
    /// <exception cref="FaultException">There are none.</exception>
    public async Task<List<CaseFile>> ReadAsync(CancellationToken cancellation)
    {
        var folder = options.Value.Cases;
        if (!Directory.Exists(folder))
            throw new FaultException(Fault.Invalid("case_files", "must be given: no cases are shipped with this program"));

        var files = new List<CaseFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            files.Add(new CaseFile
            {
                FileName = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'),
                Content = await File.ReadAllTextAsync(path, cancellation),
            });
        return files;
    }
}
