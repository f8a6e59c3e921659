using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.AspNetCore.Components;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Working;

/// <summary>The page on which one waits for long work.</summary>
/// <param name="Frame">What pages are made from now.</param>
/// <param name="Title">What is done.</param>
/// <param name="LeadKey">Key of what is said of it.</param>
/// <param name="Section">The part of the pages that it belongs to.</param>
/// <param name="Back">The page that one came from: key of its name, and address.</param>
public sealed record LongWorkView(PageFrame Frame, string Title, string LeadKey, string Section, (string Key, string Address) Back);

/// <summary>Keys of the words for long work.</summary>
/// <param name="Doing">That it goes on.</param>
/// <param name="Counted">How far it is, of a number and the whole.</param>
/// <param name="Done">That it is done.</param>
/// <param name="Next">What one is led to then.</param>
public sealed record LongWorkWords(string Doing, string Counted, string Done, string Next);

/// <summary>How far long work is.</summary>
/// <param name="Words">The words for it.</param>
/// <param name="Waited">For how long it has gone on.</param>
/// <param name="Progress">What has been done of how much; null if nothing is counted, or not yet.</param>
/// <param name="IsOver">Whether it is done, or will not be.</param>
/// <param name="Next">Address of what came of it; null unless it is done and has one.</param>
/// <param name="Result">What came of it, where that has no address; null unless it is done.</param>
/// <param name="Problems">What it was refused for; null for nothing.</param>
public sealed record LongWorkSign(LongWorkWords Words, TimeSpan Waited, (long Done, long Total)? Progress, bool IsOver, string? Next, RenderFragment? Result, StepProblems? Problems);

/// <summary>Tells how far long work is, until it is over.</summary>
internal static class LongWork
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>Waits until work is over, but not longer than somebody waits without a word.</summary>
    /// <returns>Whether it is.</returns>
    public static async Task<bool> IsOverWithinAsync(this Task work, TimeSpan patience, TimeProvider time, CancellationToken stop) =>
        await Task.WhenAny(work, Task.Delay(patience, time, stop)) == work;

    /// <summary>Tells it of work of which an address comes.</summary>
    public static IAsyncEnumerable<ParameterView> SignsAsync(
        Task<string> work, LongWorkWords words, Func<(long Done, long Total)?> progress, Func<RpcException, StepProblems?> problemsOf, TimeProvider time, CancellationToken stop) =>
        SignsAsync(work, next => (next, null), words, progress, problemsOf, time, stop);

    /// <param name="work">The work.</param>
    /// <param name="outcome">What comes of it: an address, or what is shown in place.</param>
    /// <param name="words">The words for it.</param>
    /// <param name="progress">How far it is.</param>
    /// <param name="problemsOf">What a refusal says of the form that asked for it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends the waiting.</param>
    public static async IAsyncEnumerable<ParameterView> SignsAsync<T>(
        Task<T> work, Func<T, (string? Next, RenderFragment? Result)> outcome, LongWorkWords words, Func<(long Done, long Total)?> progress, Func<RpcException, StepProblems?> problemsOf, TimeProvider time, [EnumeratorCancellation] CancellationToken stop)
        where T : class
    {
        var since = time.GetTimestamp();
        do
            yield return Sign(isOver: false, default, null);
        while (!await work.IsOverWithinAsync(Beat, time, stop));
        var (came, refused) = await EndAsync(work);
        yield return Sign(isOver: true, came is null ? default : outcome(came), refused is null ? null : problemsOf(refused));

        ParameterView Sign(bool isOver, (string? Next, RenderFragment? Result) of, StepProblems? problems) =>
            WorkingPage.Sign(nameof(LongWorkState.Sign), new LongWorkSign(words, time.GetElapsedTime(since), progress(), isOver, of.Next, of.Result, problems));
    }

    private static async Task<(T? Came, RpcException? Refused)> EndAsync<T>(Task<T> work)
        where T : class
    {
        try
        {
            return (await work, null);
        }
        catch (RpcException refused)
        {
            return (null, refused);
        }
    }
}
