using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PilotPlatform.Conventions.Tests;

/// <summary>A declaration of a proto file, by the line that begins it.</summary>
internal sealed record Declaration(string File, int Line, string Kind, string Text, bool Documented)
{
    public override string ToString() => $"{File}:{Line} {Text}";
}

/// <summary>Proto files as text: comments are not in the generated descriptors.</summary>
internal static class ProtoFile
{
    private static readonly Regex Block = Pattern(@"^\s*(?<kind>message|enum|service|oneof|rpc)\s+[A-Za-z]");
    private static readonly Regex Value = Pattern(@"^\s*(?<kind>[A-Z][A-Z0-9_]*)\s*=\s*-?[0-9]+\s*[;\[]");
    private static readonly Regex Field = Pattern(@"^\s*((repeated|optional)\s+)?(map<[^>]+>|[a-zA-Z][A-Za-z0-9_.]*)\s+[a-z][a-z0-9_]*\s*=\s*[0-9]+\s*[;\[]");

    public static readonly ImmutableArray<Declaration> Declarations = [.. Repository.Files("protos", "*.proto").SelectMany(Read)];

    public static IEnumerable<Declaration> Read(string file)
    {
        var before = "";
        foreach (var (at, line) in File.ReadLines(Repository.Full(file)).Index())
        {
            if (KindOf(line) is { } kind)
                yield return new Declaration(file, at + 1, kind, line.Trim(), before.TrimStart().StartsWith("// ", StringComparison.Ordinal));
            before = line;
        }
    }

    private static string? KindOf(string line)
    {
        if (Block.Match(line) is { Success: true } block)
            return block.Groups["kind"].Value;
        if (Value.IsMatch(line))
            return "value";
        return Field.IsMatch(line) ? "field" : null;
    }

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
}
