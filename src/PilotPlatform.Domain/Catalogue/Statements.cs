using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue;

/// <summary>A statement of the document about itself: its words, and the parts that the pattern names.</summary>
public sealed record Statement(Passage Words, ImmutableDictionary<string, Passage> Parts)
{
    /// <summary>A number in digits of either width, or as a numeral; 0 if it is none.</summary>
    public int Number(string part) =>
        int.TryParse(FoldedText.Fold(Parts[part].Verbatim), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : ChineseNumeral.Parse(Parts[part].Squeezed.Replace('两', '二'));

    /// <summary>The provinces that are named, in whatever way the list is joined and ended.</summary>
    public ImmutableArray<string> Provinces() =>
    [
        .. Statements.ListEnd.Replace(Parts["provinces"].Squeezed, "").Split('、', '和', '及', '与').Select(n => n.Replace("人民政府", "", StringComparison.Ordinal)).Where(n => n.Length > 0),
    ];

    /// <summary>The names of a list that is joined by enumeration commas, without white space.</summary>
    public ImmutableArray<string> Names(string part) => [.. Parts[part].Squeezed.Split('、', StringSplitOptions.RemoveEmptyEntries)];
}

/// <summary>What a document of this kind says of itself, and in which words: the patterns by which it is found.</summary>
internal static class Statements
{
    /// <summary>A count in digits or as a numeral.</summary>
    private const string Count = "(?<count>[0-9０-９]{1,4}|[二两三四五六七八九十][一二两三四五六七八九十百千零〇]{0,7}|一(?:[十百千][一二三四五六七八九十百千零〇]{0,6})?)";

    /// <summary>
    /// What makes a number one of an order and not a count: 第 before it, or another number that it reaches from (第1-3项, 第一、二项); and what says that it counts something
    /// else (每一项, 共).
    /// </summary>
    private const string Ordinal = @"(?<ordinal>[每任某哪这那同逐单另统]|共[计有含]?\s*|(?:第\s*)?(?:" + Number + @"\s*[-—–－~～至到]\s*)+|第\s*(?:" + Number + @"\s*[、和及]\s*)*)?";

    private const string Number = "[0-9０-９一二两三四五六七八九十百千零〇]{1,8}";

    /// <summary>支持大连市、…等 9 个城市</summary>
    public static readonly Regex Cities = Pattern(@"支持(?<cities>[^，,。]+?)等\s*" + Count + @"\s*个?城市");

    /// <summary>大连等 9 城市, in titles</summary>
    public static readonly Regex CityCount = Pattern(@"等\s*" + Count + @"\s*个?城市");

    /// <summary>103 项试点任务</summary>
    public static readonly Regex NationalTasks = Pattern(Ordinal + Count + @"\s*项试点任务");

    /// <summary>3 项新增试点任务</summary>
    public static readonly Regex NewTasks = Pattern(Ordinal + Count + @"\s*项新增试点任务");

    /// <summary>适用范围均为大连市、…等9个新增试点城市</summary>
    public static readonly Regex NoteCities = Pattern(@"适用范围均为(?<cities>[^，,。]+?)等\s*" + Count + @"\s*个");

    /// <summary>标“\*”的试点任务</summary>
    public static readonly Regex NoteMark = Pattern(@"标“\\?\*”的试点任务");

    /// <summary>清单共 15 个领域、159 项任务</summary>
    public static readonly Regex AllTasks = Pattern(@"清单中?(?:内)?(?:共|总计|合计)[计有含列]?\s*(?:" + Number + @"\s*(?:个领域|个方面|个部分|章)\s*[、，,和]\s*)?" + Count + @"\s*项(?:试点)?任务");

    /// <summary>清单共 15 个领域; 分为 15 章</summary>
    public static readonly Regex AllChapters = Pattern(@"(?:清单中?(?:共|总计|合计)[计有含列]?\s*" + Count + @"\s*(?:个领域|个方面|个部分|章)|分[为成]\s*" + Count + @"\s*章)");

    /// <summary>53 项为有关城市专属任务</summary>
    public static readonly Regex NamedTasks = Pattern(Ordinal + Count + @"\s*项[^。，,；;]{0,12}(?:专属|特定城市|单独开展)[^。，,；;]{0,6}任务");

    /// <summary>辽宁省、…人民政府，要指导</summary>
    public static readonly Regex Provinces = Pattern(@"^(?<provinces>[^，,。在]+?)人民政府(?:[和及与、][^，,。省区市]{1,12})?[，,]?\s*(?:要|应当|应|负责)?\s*(?:加强)?指导");

    /// <summary>指导…城市，按照《工作方案》要求，强化主体责任，…。</summary>
    public static readonly Regex Duties = Pattern(@"指导[^，,。]+[，,](?:\s*(?:按照|根据)[^，,。]*[，,])?(?<duties>[^。]+)");

    /// <summary>附件：, 附件1：1. before the title of an annex</summary>
    public static readonly Regex ReferenceHead = Pattern(@"^附件[0-9一二三四五六七八九十]{0,2}：(?:[0-9]{1,2}[.．、])?");

    /// <summary>等省, 等8个省 at the end of a list of provinces</summary>
    public static readonly Regex ListEnd = Pattern(@"等(?:[0-9０-９一二两三四五六七八九十]{1,3}个?)?(?:省|省区|省份|省区市|省（区、市）|省\(区、市\))?$");

    /// <summary>大连 7 项</summary>
    public static Regex TasksOf(Place city) => Pattern(Regex.Escape(city.Short) + @"市?\s*" + Count + @"\s*项");

    /// <summary>一、 at the head of sections and chapters</summary>
    public static readonly Regex Heading = Pattern(@"^(?<numeral>[一二三四五六七八九十〇]{1,3})、");

    /// <summary>(一) at the head of directions, or 1. or (1)</summary>
    public static readonly Regex Direction = Pattern(@"^(?:[(（](?<numeral>[一二三四五六七八九十〇]{1,3}|[0-9０-９]{1,2})[)）]|(?<numeral>[0-9０-９]{1,2})[.．、])");

    /// <summary>The first statement of this pattern in the passages; null if the document makes none.</summary>
    public static Statement? Find(SourceText source, IEnumerable<Passage> passages, Regex pattern)
    {
        foreach (var passage in passages)
        {
            var (text, places) = Unbroken(passage.Verbatim);
            var match = pattern.Match(text);
            while (match.Success && match.Groups["ordinal"].Success) // 第 3 项试点任务 counts none
                match = match.NextMatch();
            if (!match.Success)
                continue;
            return new Statement(Cut(match), match.Groups.Values.Where(g => g.Success).ToImmutableDictionary(g => g.Name, Cut));

            Passage Cut(Capture capture) =>
                source.Cut(new Span(passage.Span.Start + places[capture.Index], passage.Span.Start + places[capture.Index + capture.Length - 1] + 1));
        }

        return null;
    }

    /// <summary>The number at the head of a heading or direction; 0 if it has none.</summary>
    public static int NumberOf(Passage passage, Regex pattern) =>
        pattern.Match(passage.Squeezed) is { Success: true } match
            ? int.TryParse(FoldedText.Fold(match.Groups["numeral"].Value), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                : Math.Max(ChineseNumeral.Parse(match.Groups["numeral"].Value), ChineseNumeral.ParseDigits(match.Groups["numeral"].Value))
            : 0;

    /// <summary>Words without the line breaks that pages left in them, and where each character stands.</summary>
    private static (string Text, ImmutableArray<int> Places) Unbroken(string words)
    {
        ImmutableArray<int> places = [.. Enumerable.Range(0, words.Length).Where(i => words[i] is not ('\n' or '\r'))];
        return (string.Concat(places.Select(i => words[i])), places);
    }

    private static Regex Pattern(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
}
