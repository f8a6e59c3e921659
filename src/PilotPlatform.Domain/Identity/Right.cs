namespace PilotPlatform.Domain.Identity;

/// <summary>What a role may allow to do. Those that are held for a city are asked about with the city.</summary>
public enum Right
{
    /// <summary>Read what is published.</summary>
    ReadPublished,

    /// <summary>Read drafts and reports of a city that are not published.</summary>
    ReadUnpublished,

    /// <summary>Read, verify and export ledgers, and what was imported.</summary>
    ReadLedger,

    /// <summary>Read how the platform is doing inside: stores, rates, versions.</summary>
    ReadOperations,

    /// <summary>Try and publish documents as editions of the catalogue.</summary>
    PublishEdition,

    /// <summary>Propose, publish and activate rule sets.</summary>
    PublishRuleSet,

    /// <summary>Record and revoke acts of a city: 意愿, 论证, 结合当地实际承接.</summary>
    RecordCityAct,

    /// <summary>Record and revoke acts of an authority: 认定, 按程序办理, 划定区域.</summary>
    RecordAuthorityAct,

    /// <summary>Record and revoke acts for all cities at once: 统筹研究.</summary>
    RecordNationalAct,

    /// <summary>任务分解: open a commitment of a city, assign units, dates, milestones.</summary>
    PlanCommitment,

    /// <summary>交办: hand a commitment to its lead unit.</summary>
    DispatchCommitment,

    /// <summary>签收 / 拒收: sign for a commitment, or refuse it with a reason.</summary>
    AcknowledgeCommitment,

    /// <summary>办理反馈: report progress, hand in evidence, name problems, answer a return.</summary>
    ReportProgress,

    /// <summary>审核: the city checks what is reported for it.</summary>
    ReviewForCity,

    /// <summary>审核: the province reviews what its cities report.</summary>
    ReviewForProvince,

    /// <summary>延期申请: ask for a later date.</summary>
    RequestExtension,

    /// <summary>Grant or deny a later date.</summary>
    DecideExtension,

    /// <summary>催办: remind.</summary>
    Remind,

    /// <summary>督办: escalate after an ignored reminder.</summary>
    Escalate,

    /// <summary>办结申请: ask to close.</summary>
    RequestClosure,

    /// <summary>办结, 销号: confirm or refuse a closure, strike off, reopen.</summary>
    DecideClosure,

    /// <summary>暂缓, 已并入: postpone or merge.</summary>
    ChangeCourse,

    /// <summary>期末封账: freeze and reopen a period.</summary>
    FreezePeriod,

    /// <summary>Answer problems that have to be coordinated (堵点), each those of its own level.</summary>
    AnswerProblem,

    /// <summary>Answer a problem that the city has to coordinate.</summary>
    AnswerForCity,

    /// <summary>Answer a problem that the province has to coordinate.</summary>
    AnswerForProvince,

    /// <summary>Answer a problem that the ministry has to coordinate.</summary>
    AnswerForMinistry,

    /// <summary>Keep the register of risks of a city.</summary>
    KeepRisks,

    /// <summary>Draft a case for replication (创新经验).</summary>
    DraftCase,

    /// <summary>省级推荐: endorse a case that a city has submitted, send it back or withdraw it.</summary>
    RecommendCase,

    /// <summary>复制推广: recommend a case to all cities, whereby everybody reads it.</summary>
    PublishCase,

    /// <summary>Keep the adjustments of laws and regulations that a task needs (法律法规调整).</summary>
    KeepAdjustments,

    /// <summary>Propose how commitments are carried over to a later edition (版本衔接).</summary>
    CarryOver,

    /// <summary>Agree or not to what was proposed.</summary>
    DecideCarryOver,

    /// <summary>Have changes sent to an address of one's own.</summary>
    KeepSubscriptions,
}
