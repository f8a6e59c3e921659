using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue.Structure;

/// <summary>What the verb of a clause grants.</summary>
public enum PolicyForce
{
    /// <summary>A permission, such as 允许.</summary>
    Permission,

    /// <summary>A limit is lifted, such as 取消.</summary>
    LimitLifted,

    /// <summary>Support, such as 支持 and 鼓励.</summary>
    Support,

    /// <summary>An exploration, such as 探索 and 研究.</summary>
    Exploration,

    /// <summary>Work to be done, such as 建设 and 完善: nothing is granted to anyone.</summary>
    Assignment,
}

/// <summary>A policy verb as the data has it.</summary>
/// <param name="Words">The verb.</param>
/// <param name="Force">What it grants.</param>
/// <param name="Anywhere">True if it counts inside a clause that begins with none, too.</param>
/// <param name="NotBefore">Words behind the verb with which it is none, such as 政策 behind 支持.</param>
/// <param name="NotAfter">Words before the verb with which it is none, such as 实践 before 探索.</param>
public sealed record PolicyVerb(
    string Words, PolicyForce Force, bool Anywhere = false, IReadOnlyList<string>? NotBefore = null, IReadOnlyList<string>? NotAfter = null);

/// <summary>A force that a text has, and the verb that gives it.</summary>
public sealed record ForceMark(PolicyForce Force, Passage Words);
