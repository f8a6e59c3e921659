using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.ScopeRules;

/// <summary>Counts verdicts.</summary>
internal struct Tally
{
    private int applies;
    private int doesNotApply;
    private int undetermined;

    public void Add(Verdict verdict)
    {
        switch (verdict)
        {
            case Verdict.Applies:
                applies++;
                break;
            case Verdict.DoesNotApply:
                doesNotApply++;
                break;
            default:
                undetermined++;
                break;
        }
    }

    public readonly int Count => applies + doesNotApply + undetermined;

    public readonly VerdictTotal ToProto() => new() { AppliesCount = applies, DoesNotApplyCount = doesNotApply, UndeterminedCount = undetermined };
}
