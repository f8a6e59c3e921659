using PilotPlatform.Domain.Reporting;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Desks;

/// <summary>What the desks of the registers share: which steps of an entry are offered to whom.</summary>
internal static class Register
{
    /// <summary>The form of moving, with the states that an entry can come to and the caller may take it to; null for none.</summary>
    /// <typeparam name="TState">The state in the core.</typeparam>
    /// <typeparam name="TShown">The same in the contract, with the same names.</typeparam>
    public static StepForm? Moving<TState, TShown>(StepForm form, RegisterRules<TState> rules, TShown from, string prefix, Func<TState, bool> may)
        where TState : struct, Enum
        where TShown : struct, Enum
    {
        TShown[] next = [.. Next(rules, from).Where(may).Select(to => Enum.Parse<TShown>(to.ToString()))];
        return next.Length == 0 ? null : form with { Fields = [StepField.Among("state", prefix, next), .. form.Fields.Skip(1)] };
    }

    /// <summary>The states that an entry can come to.</summary>
    /// <typeparam name="TState">The state in the core.</typeparam>
    /// <typeparam name="TShown">The same in the contract, with the same names.</typeparam>
    public static IEnumerable<TState> Next<TState, TShown>(RegisterRules<TState> rules, TShown from)
        where TState : struct, Enum
        where TShown : struct, Enum
    {
        var now = Enum.Parse<TState>(from.ToString());
        return Enum.GetValues<TState>().Where(to => rules.Leads(now, to));
    }

    /// <summary>The form of amending, if the entry can be amended and the caller may; null if not.</summary>
    public static StepForm? Amending<TState, TShown>(DeskQuestion question, StepForm form, RegisterRules<TState> rules, TShown state, string city)
        where TState : struct, Enum
        where TShown : struct, Enum =>
        rules.IsAmendable(Enum.Parse<TState>(state.ToString())) && question.May(form.Right, city) ? form : null;

    /// <summary>The forms that are offered, each with what its fields hold.</summary>
    public static IReadOnlyList<(StepForm Form, IReadOnlyDictionary<string, string> Known)> Offered(params (StepForm? Form, IReadOnlyDictionary<string, string> Known)[] forms) =>
        [.. forms.Where(f => f.Form is not null).Select(f => (f.Form!, f.Known))];

    public static IReadOnlyDictionary<string, string> Known(params (string Field, string Value)[] values) =>
        values.ToDictionary(v => v.Field, v => v.Value, StringComparer.Ordinal);
}
