using System.Net;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Reporting;
using PilotPlatform.ServiceDefaults;
using Happened = PilotPlatform.Domain.Reporting.SubscriptionEvent;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Who changes may be told to, and what stands of it.</summary>
public sealed class TellingTests
{
    private static readonly ChildName Name = new(new ProgrammeName("nine-cities"), "0192");

    private static readonly Happened.Created Created = new("https://example.org/hook", "市级平台", new ChangeFilter("dalian", Province: null, ["dalian"], Task: 3), 7);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.1")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("192.0.2.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::7f00:1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void Admits_AnAddressInside_IsRefusedUnlessItsNetworkIsAllowed(string address)
    {
        var inside = IPAddress.Parse(address);
        var own = inside.IsIPv4MappedToIPv6 ? inside.MapToIPv4() : inside;

        Assert.False(WebhookAddress.Admits(inside, []));
        Assert.True(WebhookAddress.Admits(inside, [new IPNetwork(own, own.GetAddressBytes().Length * 8)]));
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1111")]
    public void Admits_AnAddressOfThePublicInternet_IsAdmitted(string address) => Assert.True(WebhookAddress.Admits(IPAddress.Parse(address), []));

    [Theory]
    [InlineData("https://example.org/hook", true)]
    [InlineData("https://example.org:8443/hook?a=1", true)]
    [InlineData("http://example.org/hook", false)]
    [InlineData("ftp://example.org/", false)]
    [InlineData("https://user:secret@example.org/", false)]
    [InlineData("https://example.org/#here", false)]
    [InlineData("https://localhost/", false)]
    [InlineData("https://x.LOCALHOST./", false)]
    [InlineData("https://127.0.0.1/", false)]
    [InlineData("https://2130706433/", false)]
    [InlineData("https://0x7f.1/", false)]
    [InlineData("https://[::1]/", false)]
    [InlineData("https://[::ffff:10.0.0.1]/", false)]
    [InlineData("/hook", false)]
    [InlineData("", false)]
    public void Parse_OfAnAddress_TakesHttpsOfThePublicInternet(string text, bool isTaken) => Assert.Equal(isTaken, WebhookAddress.Parse("address", text, mayBeClear: false, []).IsOk);

    [Theory]
    [InlineData("dalian", 3, true)]
    [InlineData(null, 3, true)]
    [InlineData("ningbo", 3, false)]
    [InlineData("dalian", 4, false)]
    [InlineData(null, null, false)]
    public void Admits_OfACityAndATask_IsOfBothOrOfNoSingleCity(string? city, int? task, bool isAdmitted)
    {
        Assert.Equal(isAdmitted, Created.Filter.Admits(city, edition: null, task, (_, number) => [number]));
        Assert.True(ChangeFilter.Everything.Admits(city, edition: null, task, (_, number) => [number]));
    }

    /// <summary>Tasks 6 and 7 change places, 8 is split, 9 is gone.</summary>
    [Theory]
    [InlineData("earlier", 6, "earlier", 6, true)]
    [InlineData("earlier", 6, "later", 7, true)]
    [InlineData("earlier", 6, "later", 6, false)]
    [InlineData("earlier", 6, "earlier", 7, false)]
    [InlineData("later", 7, "earlier", 6, true)]
    [InlineData("later", 6, "earlier", 6, false)]
    [InlineData("earlier", 8, "later", 10, true)]
    [InlineData("later", 10, "earlier", 8, true)]
    [InlineData("earlier", 9, "earlier", 9, true)]
    [InlineData("earlier", 9, "later", 9, false)]
    public void Admits_OfATaskOfAnotherEdition_IsOfTheTaskThatCarriesItOn(string asked, int task, string edition, int number, bool isAdmitted)
    {
        IEnumerable<int> CarriedTo(string? from, int of) => (from, of) switch
        {
            ("earlier", 6) => [7],
            ("earlier", 7) => [6],
            ("earlier", 8) => [8, 10],
            ("earlier", 9) => [],
            _ => [of],
        };

        var filter = ChangeFilter.Everything with { Task = task, Edition = asked };

        Assert.Equal(isAdmitted, filter.Admits("dalian", edition, number, CarriedTo));
    }

    [Fact]
    public void Fold_OfALife_KeepsWhatDidNotArriveUntilItDoes()
    {
        var given = Folded(Created, new Happened.Sent(9), new Happened.GivenUp(8, 3, "answered 500"), new Happened.GivenUp(11, 3, "answered 500"), new Happened.Suspended("answered 500"))!;
        Assert.Equal((11, SubscriptionState.Suspended, "answered 500"), (given.Position, given.State, given.StateReason));
        Assert.Equal([8L, 11L], given.DeadLetters.Keys);
        Assert.Equal(FaultReason.EtagMismatch, given.Resume("\"1\"").Fault?.Reason);

        var resumed = Folded(given, given.Resume(given.Etag).Value, new Happened.Redelivered(8), new Happened.SecretRotated())!;
        Assert.Equal((SubscriptionState.Active, "", 2), (resumed.State, resumed.StateReason, resumed.SecretSerial));
        Assert.Equal([11L], resumed.DeadLetters.Keys);
        Assert.Equal(FaultReason.WrongState, resumed.Resume("").Fault?.Reason);
        Assert.Equal(FaultReason.ResourceNotFound, resumed.FindDeadLetter(8, "deadLetters/8").Fault?.Reason);
        Assert.Null(Folded(resumed, resumed.Delete("").Value));
    }

    [Fact]
    public void Create_OfOneThatStands_IsRefusedAndWithoutEffectWhereItHappenedAllTheSame()
    {
        var standing = Folded(Created, new Happened.SecretRotated())!;

        Assert.Equal(FaultReason.ResourceExists, Subscription.Create(standing, Created).Fault?.Reason);
        Assert.Equal(standing with { Revision = 3 }, Folded(standing, Created with { Address = "https://example.com/" }));
    }

    [Fact]
    public void GiveUp_WithAsManyDeadLettersAsThereMayBe_SuspendsWhereItStands()
    {
        var one = Folded(Created, Folded(Created)!.GiveUp(8, 3, "answered 500", mostLetters: 1))!;
        var full = Folded(one, one.GiveUp(9, 3, "answered 500", mostLetters: 1))!;
        var room = Folded(full, new Happened.Discarded(8), new Happened.Resumed())!;

        Assert.Equal((8L, SubscriptionState.Active), (one.Position, one.State));
        Assert.Equal((8L, SubscriptionState.Suspended, 1), (full.Position, full.State, full.DeadLetters.Count));
        Assert.Equal(9L, Folded(room, room.GiveUp(9, 3, "answered 500", mostLetters: 1))!.Position);
    }

    [Theory]
    [InlineData("", "Host=x", "Reporting:Webhooks:Key is not set")]
    [InlineData("c2hvcnQ=", "Host=x", "must have at least 32")]
    [InlineData("not base64", "", "cannot be read")]
    public void Open_WithoutAKeyThatReplicasShare_RefusesTheStartInASentence(string key, string database, string sentence)
    {
        var options = new ReportingOptions();
        options.Webhooks.Key = key;
        var secrets = new WebhookSecrets(Options.Create(options), Options.Create(new DataOptions { Database = database, Folder = Path.Combine(Path.GetTempPath(), "pilot-platform-no-key") }));

        Assert.Contains(sentence, Assert.Throws<StartupException>(secrets.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_WhatWasEncoded_IsTheSameToTheByte()
    {
        Happened[] events =
        [
            Created, Created with { Filter = ChangeFilter.Everything }, new Happened.SecretRotated(), new Happened.Sent(9), new Happened.GivenUp(8, 3, "answered 500"),
            new Happened.Redelivered(8), new Happened.Discarded(8), new Happened.Suspended("answered 500"), new Happened.Resumed(), new Happened.Deleted(),
        ];

        Assert.All(events, happened =>
        {
            var (kind, payload) = EventCodec.Subscriptions.Encode(happened);
            Assert.Equal(payload, EventCodec.Subscriptions.Encode(EventCodec.Subscriptions.Decode(kind, payload)).Payload);
        });
        Assert.Equal(EventCodec.Subscriptions.Names.Count, events.Select(e => e.GetType()).Distinct().Count());
    }

    private static Subscription? Folded(params Happened[] events) => events.Aggregate((Subscription?)null, (now, e) => Subscription.Fold(now, Name, e, "office", Samples.Day));

    private static Subscription? Folded(Subscription from, params Happened[] events) => events.Aggregate((Subscription?)from, (now, e) => Subscription.Fold(now, Name, e, "office", Samples.Day));
}
