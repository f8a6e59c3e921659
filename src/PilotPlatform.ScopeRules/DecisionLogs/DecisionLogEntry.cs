using Google.Protobuf;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.ScopeRules.DecisionLogs;

/// <summary>
/// One question and what came of it. The question is kept as it came and the state it was answered from beside it, from which the same
/// answer can be made again to the letter; of many decisions only the totals are written.
/// </summary>
/// <param name="Time">When it was answered.</param>
/// <param name="Method">The method that was called.</param>
/// <param name="Caller">Who asked.</param>
/// <param name="TraceId">The trace it belongs to; empty for none.</param>
/// <param name="Question">The request.</param>
/// <param name="State">The state it was answered from.</param>
/// <param name="Totals">How many decisions came to each verdict; of what was supposed, as it would be.</param>
internal sealed record DecisionLogEntry(
    DateTimeOffset Time, string Method, string Caller, string TraceId, IMessage Question, AnswerState State, VerdictTotal Totals);
