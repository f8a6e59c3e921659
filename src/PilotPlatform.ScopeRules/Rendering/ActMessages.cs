using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ScopeRules.State;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>Acts as messages.</summary>
internal static class ActMessages
{
    public static string Name(ProgrammeName programme, string id) => $"{programme}/acts/{id}";

    /// <summary>An act as somebody reads it: who recorded and who revoked it, and in which words, is for those who work on what is not published there.</summary>
    public static Act For(Caller reader, CompiledSet set, RecordedAct act)
    {
        var message = Of(set, act);
        if (!(act.Act.City is { } city ? reader.May(Right.ReadUnpublished, city) : reader.MaySomewhere(Right.ReadUnpublished)))
            (message.Author, message.Revoker, message.RevokeReason) = ("", "", "");
        return message;
    }

    /// <summary>An act with the task that it settles in the edition of a rule set.</summary>
    public static Act Of(CompiledSet set, RecordedAct act)
    {
        var programme = set.Programme;
        var message = new Act
        {
            Name = Name(programme, act.Act.Act),
            Kind = act.Act.Kind.ToProto(),
            PilotTask = new PilotTaskName(programme, act.Act.Task).ToString(),
            City = act.Act.City is { } city ? programme.City(city) : "",
            Place = act.Act.Place is { } place ? $"places/{place}" : "",
            EffectiveDate = act.Act.EffectiveDate.ToProto(),
            Evidence = act.Act.Evidence,
            Author = act.Recorded.Author,
            CreateTime = act.Recorded.Time.ToTimestamp(),
            CreatePosition = act.Recorded.Position,
            ConsistencyToken = ConsistencyToken.Of(act.Position),
            Edition = act.Act.Edition ?? "",
            SettledTask = set.Rules.Words.Settled(act.Act.Subject) is { } settled && set.Rules.Find(settled) is not null ? new PilotTaskName(programme, settled).ToString() : "",
        };
        if (act is not { Revocation: { } revocation, Revoked: { } revoked })
            return message;

        message.RevokeTime = revoked.Time.ToTimestamp();
        message.RevokeDate = revocation.RevokeDate.ToProto();
        message.Revoker = revoked.Author;
        message.RevokeReason = revocation.Reason;
        message.RevokePosition = revoked.Position;
        return message;
    }
}
