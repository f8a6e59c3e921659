using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Serialization;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>The rule that lamps are computed by, as it lies in its file, named by the hash of the file.</summary>
public sealed class LampRuleFile
{
    /// <summary>The progress from which days that are left light nothing; one more than all for none.</summary>
    private const int MostPercent = 101;

    /// <summary>What the texts may hold: numbers, and days where there are any.</summary>
    private static readonly FrozenDictionary<string, Func<LampRuleFile, LampSign, LampReading, string>> Places = new Dictionary<string, Func<LampRuleFile, LampSign, LampReading, string>>
    {
        ["{value}"] = (_, sign, _) => Number(sign.Value),
        ["{late}"] = (_, sign, _) => Number(-sign.Value),
        ["{limit}"] = (file, sign, _) => Number(file.LimitOf(sign) ?? 0),
        ["{elapsed}"] = (_, _, reading) => Number(reading.ElapsedPercent),
        ["{percent}"] = (_, _, reading) => Number(reading.Percent),
        ["{quiet}"] = (file, _, _) => Number(file.Rule.QuietAtPercent),
        ["{greenDate}"] = (_, sign, _) => Iso(sign.GreenDate),
        ["{told}"] = (_, sign, _) => Iso(sign.ToldBefore),
        ["{greenPercent}"] = (_, sign, _) => Number(sign.GreenPercent ?? 0),
    }.ToFrozenDictionary(StringComparer.Ordinal);

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
        if (rule.QuietAtPercent is < 0 or > MostPercent)
            throw new StartupException($"{path} is not a rule of lamps: quietAtPercent is not from 0 to {MostPercent}.");
        if (new[] { rule.Lag.Blue, rule.Lag.Yellow, rule.Lag.Red }.Any(points => points is < 1 or > 100))
            throw new StartupException($"{path} is not a rule of lamps: its lag is not from 1 to 100 percentage points.");
        if (content.Texts.Problem is { } problem)
            throw new StartupException($"{path} is not a rule of lamps: {problem}.");
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
            (Lamp.Green, LampMeasure.Freshness, _) when sign.IsUntold => (sign.ToldBefore is null ? null : words.Since) ?? words.Untold!,
            (_, LampMeasure.Freshness, _) when sign.IsUntold => (sign.ToldBefore is null ? null : words.SinceLit) ?? words.UntoldLit ?? words.Lit,
            (Lamp.Green, LampMeasure.Freshness, 0) => words.Today ?? words.Green,
            (Lamp.Green, LampMeasure.Freshness, 1) => words.Yesterday ?? words.Green,
            (Lamp.Green, _, _) => words.Green,
            (_, LampMeasure.DueDate, < 0) => sign.GreenDate is null ? words.Late! : words.Asked!,
            _ => words.Lit,
        };
        return (Fill(text.Chinese), Fill(text.English));

        string Fill(string template) => LampTexts.Place().Replace(template, place => Places[place.Value](this, sign, reading));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static LampLimits Negated(LampLimits limits) => new(-limits.Blue, -limits.Yellow, -limits.Red);

    private static bool Rises(LampLimits limits)
    {
        int[] lit = [.. new[] { limits.Blue, limits.Yellow, limits.Red }.OfType<int>()];
        return lit.Length > 0 && lit.Zip(lit.Skip(1)).All(pair => pair.First < pair.Second);
    }

    private sealed record Content(
        string Version, LampLimits DaysLeft, int QuietAtPercent, LampLimits Lag, LampLimits SilentDays, LampTexts Texts,
        [property: JsonPropertyName("$schema")] string? Schema = null);
}
