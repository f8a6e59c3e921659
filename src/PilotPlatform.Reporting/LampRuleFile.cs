using System.Globalization;
using System.Text.Json.Serialization;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>The rule that lamps are computed by, as it lies in its file, named by the hash of the file.</summary>
public sealed class LampRuleFile
{
    private readonly LampTexts texts;

    private LampRuleFile(LampRule rule, LampTexts texts, string id) => (Rule, this.texts, Name) = (rule, texts, $"lampRules/{id}");

    public LampRule Rule { get; }

    /// <summary><c>lampRules/{id}</c></summary>
    public string Name { get; }

    /// <exception cref="StartupException">The file cannot be read, or is not a rule.</exception>
    public static LampRuleFile Load(string path)
    {
        var (content, id) = DataFile.Read<Content>(path);
        var rule = new LampRule(content.Version, content.DaysLeft, content.QuietAtPercent, content.Lag, content.SilentDays);
        if (!Rises(rule.Lag) || !Rises(rule.SilentDays) || !Rises(Negated(rule.DaysLeft)))
            throw new StartupException($"{path} is not a rule of lamps: its limits do not get stricter from blue to red.");
        return new LampRuleFile(rule, content.Texts, id);
    }

    /// <summary>The value from which the lamp of a sign is lit; null if it is green.</summary>
    public int? LimitOf(LampSign sign)
    {
        var limits = sign.Measure switch { LampMeasure.DueDate => Rule.DaysLeft, LampMeasure.Progress => Rule.Lag, _ => Rule.SilentDays };
        return sign.Lamp switch { Lamp.Red => limits.Red, Lamp.Yellow => limits.Yellow, Lamp.Blue => limits.Blue, _ => null };
    }

    /// <summary>What a sign says, in both languages.</summary>
    public (string Chinese, string English) Say(LampSign sign, LampReading reading)
    {
        var words = sign.Measure switch { LampMeasure.DueDate => texts.DueDate, LampMeasure.Progress => texts.Progress, _ => texts.Freshness };
        var text = (sign.Lamp, sign.Measure, sign.Value) switch
        {
            (Lamp.Green, LampMeasure.Freshness, _) when sign.IsUntold => (sign.ToldBefore is null ? null : words.Since) ?? words.Untold ?? words.Lit,
            (_, LampMeasure.Freshness, _) when sign.IsUntold => (sign.ToldBefore is null ? null : words.SinceLit) ?? words.UntoldLit ?? words.Lit,
            (Lamp.Green, LampMeasure.Freshness, 0) => words.Today ?? words.Green,
            (Lamp.Green, LampMeasure.Freshness, 1) => words.Yesterday ?? words.Green,
            (Lamp.Green, _, _) => words.Green,
            (_, LampMeasure.DueDate, < 0) => (sign.GreenDate is null ? words.Late : words.Asked) ?? words.Lit,
            _ => words.Lit,
        };
        return (Fill(text.Chinese), Fill(text.English));

        string Fill(string template) => template
            .Replace("{value}", Number(sign.Value), StringComparison.Ordinal)
            .Replace("{late}", Number(-sign.Value), StringComparison.Ordinal)
            .Replace("{limit}", Number(LimitOf(sign) ?? 0), StringComparison.Ordinal)
            .Replace("{elapsed}", Number(reading.ElapsedPercent), StringComparison.Ordinal)
            .Replace("{percent}", Number(reading.Percent), StringComparison.Ordinal)
            .Replace("{quiet}", Number(Rule.QuietAtPercent), StringComparison.Ordinal)
            .Replace("{greenDate}", sign.GreenDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", StringComparison.Ordinal)
            .Replace("{told}", sign.ToldBefore?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", StringComparison.Ordinal)
            .Replace("{greenPercent}", Number(sign.GreenPercent ?? 0), StringComparison.Ordinal);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static LampLimits Negated(LampLimits limits) => new(-limits.Blue, -limits.Yellow, -limits.Red);

    private static bool Rises(LampLimits limits)
    {
        int[] lit = [.. new[] { limits.Blue, limits.Yellow, limits.Red }.OfType<int>()];
        return lit.Length > 0 && lit.Zip(lit.Skip(1)).All(pair => pair.First < pair.Second);
    }

    internal sealed record LampTexts(MeasureTexts DueDate, MeasureTexts Progress, MeasureTexts Freshness);

    internal sealed record MeasureTexts(
        Text Green, Text Lit, Text? Late = null, Text? Asked = null, Text? Today = null, Text? Yesterday = null, Text? Untold = null, Text? UntoldLit = null,
        Text? Since = null, Text? SinceLit = null);

    internal sealed record Text(string Chinese, string English);

    private sealed record Content(
        string Version, LampLimits DaysLeft, int QuietAtPercent, LampLimits Lag, LampLimits SilentDays, LampTexts Texts,
        [property: JsonPropertyName("$schema")] string? Schema = null);
}
