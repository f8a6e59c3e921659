using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Web.Resources;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Conventions.Tests;

/// <summary>What a form can be refused with is said in Chinese on Chinese pages: every sentence that the services write has one.</summary>
public sealed partial class RefusalSentenceTests
{
    private static readonly string[] Folders = ["src/PilotPlatform.Domain/Reporting", "src/PilotPlatform.Domain/Scope", "src/PilotPlatform.Reporting", "src/PilotPlatform.ScopeRules/Acts", "src/PilotPlatform.Catalog/Import", "src/PilotPlatform.Domain/Documents", "src/PilotPlatform.Ledger"];

    /// <summary>Sentences that no form of a page can meet: what they are about is sent by programs alone, or said of a bundle on a command line.</summary>
    private static readonly string[] OfPrograms = ["Domain/Scope/FactReading", "Domain/Scope/FactDomain", "Domain/Scope/FactCatalogue", "Ledger/Bundle", "Watching/ChangeStream", "Reports/ReportDesk", "Reports/BasisReader", "Reports/PastBasis", "LedgerGrpc", "Import/Upload", "Pages/ColumnPages"];

    public static TheoryData<string, string> Sentences => new(
        from file in Folders.SelectMany(folder => Repository.Files(folder, "*.cs")).Append("src/PilotPlatform.ScopeRules/RuleSetFile.cs")
        where !OfPrograms.Any(part => file.Contains(part, StringComparison.Ordinal))
        from sentence in In(File.ReadAllText(Repository.Full(file)))
        select new TheoryDataRow<string, string>(Path.GetFileName(file), sentence));

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Sentence_OfAService_HasAChineseOne(string file, string sentence)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        Assert.True(RefusalSentences.InChinese(sentence, Words()) is not null, $"{file}: {sentence}");

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var english = RefusalSentences.InEnglish(sentence, Words());
        Assert.False(OfProgram().IsMatch(english), $"{file}: {english}");
    }

    [Theory]
    [InlineData("reason: 0 characters are more than 7", "现有 0 个字符，最多 7 个。")]
    [InlineData("'programmes/nine-cities/commitments/66-dalian' is InProgress, which does not allow to Reopen", "“66-dalian”目前为“推进中”，不能“重新办理”。")]
    [InlineData("'programmes/nine-cities/risks/3' is Closed, which does not allow to become Treated", "“3”目前为“已关闭”，不能改为“处置中”。")]
    [InlineData("'programmes/nine-cities/lawAdjustments/3' is to hold only from 2027-01-01 on, which does not allow to become InForce", "“3”自 2027-01-01 起施行，在此之前不能改为“已实施”。")]
    [InlineData("'programmes/nine-cities/lawAdjustments/3' is Approved, which does not allow to amend more than its document and its day before it is under review again", "“3”目前为“已批准”，不能“修改决定文件和施行日期以外的内容，须先退回研究中”。")]
    [InlineData("'programmes/nine-cities/innovationCases/3' is written or submitted by the same person, which does not allow to become Endorsed", "“3”目前为“由同一人起草或报送”，不能改为“省级推荐”。")]
    [InlineData("the caller has no right to DecideClosure here", "您的身份在这里没有“办结和销号”的权限。")]
    [InlineData("act.kind: task 151 asks for no act of kind Procedure; it asks for Willingness, Demonstration", "任务 151 不需要“按程序办理”，需要的是：意愿、论证。")]
    [InlineData("'programmes/nine-cities/commitments/66-dalian' is waiting for 'programmes/nine-cities/commitments/66-dalian/progressReports/2', which is CityAccepted, which does not allow to ConfirmClosure", "“66-dalian”的第 2 次反馈目前为“市级审核通过”，全部反馈审核通过后方能“确认办结”。")]
    [InlineData("party: must be one of PARTY_LEAD_UNIT, PARTY_CITY_REVIEWER", "须为下列之一：牵头单位、城市审核员。")]
    [InlineData("new_due_date: 2026-01-02 is not later than 2026-01-03", "新期限 2026-01-02 不晚于现在的期限 2026-01-03。")]
    [InlineData("document: page 3 is a scanned picture without text; import a document with a text layer", "第 3 页是扫描图片，没有文字层；请导入带文字层的文件。")]
    [InlineData("size_bytes: 30000000 bytes are not between 1 and 20971520 (20 MB)", "文件有 30000000 字节，须为 1 至 20971520 字节（20 MB）。")]
    [InlineData("document: the file is a picture (PNG), which has no text to read", "文件是图片（PNG），没有可读的文字。")]
    [InlineData("the scope of task 47, '待定', is in a form that no rule knows", "任务 47 的适用范围“待定”不是已知的形式。")]
    [InlineData("there is no entry, though checkpoint 3 says that there are 120.", "此处没有记录，而检查点 3 称共有 120 条。")]
    [InlineData("'外资股比' does not stand in the text of the task 2 times", "任务内容中“外资股比”没有出现 2 次。")]
    [InlineData("there is no such member here", "此处没有这一成员。")]
    [InlineData("it may not be null", "此项不能为 null。")]
    [InlineData("it is no JSON from here on", "从此处起不是 JSON。")]
    [InlineData("the document says '159', its content is '158'", "文件称“159”，内容为“158”。")]
    public void InChinese_KnownSentence_IsSaidWithItsWords(string sentence, string chinese)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        Assert.Equal(chinese, RefusalSentences.InChinese(sentence, Words()));
    }

    [Theory]
    [InlineData("'programmes/nine-cities/commitments/66-dalian' is InProgress, which does not allow to Reopen", "“66-dalian” is in progress now; “Reopen” is not possible.")]
    [InlineData("'programmes/nine-cities/commitments/66-dalian' is at a report that is Submitted, which does not allow to AcceptReport", "This report of “66-dalian” is submitted now; “Accept the report” is not possible.")]
    [InlineData("'programmes/nine-cities/commitments/127-dalian' cannot be opened yet: it waits.", "“127-dalian” cannot be opened yet: it waits.")]
    [InlineData("'programmes/nine-cities/pilotTasks/999' does not exist", "There is no “Task 999”.")]
    [InlineData("the caller has no right to DecideClosure here", "You have no right to “Decide on closing” here.")]
    [InlineData("act.kind: task 151 asks for no act of kind Procedure; it asks for Willingness, Demonstration", "Task 151 does not ask for “procedure”; it asks for: willingness, demonstration of the case.")]
    [InlineData("nobody ever said this", "nobody ever said this")]
    public void InEnglish_Sentence_IsSaidWithTheWordsOfThePages(string sentence, string english)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        Assert.Equal(english, RefusalSentences.InEnglish(sentence, Words()));
    }

    /// <summary>Where cities are known, a commitment is called by its city and its task, and not by its id.</summary>
    [Theory]
    [InlineData("zh-Hans", "'programmes/nine-cities/commitments/66-dalian' exists already", "“大连市 · 任务 66”已存在。")]
    [InlineData("zh-Hans", "'programmes/nine-cities/pilotTasks/68' does not apply in 'programmes/nine-cities/cities/dalian'", "“任务 68”在“大连市”不适用。")]
    [InlineData("zh-Hans", "whether 'programmes/nine-cities/pilotTasks/68' applies in 'programmes/nine-cities/cities/dalian' is not settled yet", "“任务 68”在“大连市”是否适用待定，暂时不能登记。")]
    [InlineData("en", "'programmes/nine-cities/pilotTasks/68' does not apply in 'programmes/nine-cities/cities/dalian'", "“Task 68” does not apply in “大连市”")]
    [InlineData("en", "'programmes/nine-cities/commitments/66-dalian' is InProgress, which does not allow to Reopen", "“大连市 · Task 66” is in progress now; “Reopen” is not possible.")]
    [InlineData("zh-Hans", "'programmes/nine-cities/commitments/66-atlantis' exists already", "“66-atlantis”已存在。")]
    public void Sentence_OfACommitment_NamesItsCityAndTask(string culture, string sentence, string said)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        Assert.Equal(said, culture == "en" ? RefusalSentences.InEnglish(sentence, Words(), CityOf) : RefusalSentences.InChinese(sentence, Words(), CityOf));

        static string? CityOf(string id) => id == "dalian" ? "大连市" : null;
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody ever said this")]
    [InlineData("'x' is something else, which does not allow to Reopen")]
    [InlineData("yesterday is past")]
    public void InChinese_UnknownSentence_IsNone(string sentence) => Assert.Null(RefusalSentences.InChinese(sentence, Words()));

    [Fact]
    public void Sentences_OfTheBook_AreMetByThemselvesFirst() =>
        Assert.All(RefusalSentences.Known.Where(k => !k.Contains('{', StringComparison.Ordinal)), k => Assert.NotNull(RefusalSentences.InChinese(k, Words())));

    private static StringLocalizer<Strings> Words() => new(new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance));

    private static IEnumerable<string> In(string source)
    {
        foreach (Match refusal in Refusal().Matches(source))
        {
            var said = Filled(source, refusal.Groups["text"].Index, refusal.Groups["dollar"].Length > 0);
            yield return refusal.Groups["because"].Length > 0 ? Fault.Forbidden("x/1", said, "Reopen").Message : said;
        }
    }

    /// <summary>The text of a literal that begins there, with something of the right kind in each hole.</summary>
    private static string Filled(string source, int at, bool hasHoles)
    {
        var text = new StringBuilder();
        for (; source[at] != '"'; at++)
        {
            if (source[at] != '{' || !hasHoles)
            {
                text.Append(source[at]);
                continue;
            }

            var start = at;
            for (var depth = 0; depth > 0 || at == start; at++)
                depth += source[at] switch { '{' => 1, '}' => -1, _ => 0 };
            at--;
            text.Append(Sample(source[start..at]));
        }

        return text.ToString();
    }

    private static string Sample(string hole) => hole switch
    {
        _ when hole.Contains("yyyy-MM-dd", StringComparison.Ordinal) => "2026-11-25",
        _ when hole.Contains("Those(", StringComparison.Ordinal) => "; it asks for none",
        _ when hole.Contains("Occurrence", StringComparison.Ordinal) => " 7 times",
        _ when hole is "{which" => "the seal",
        _ when hole.Contains("part.", StringComparison.Ordinal) || hole.Contains("Part.", StringComparison.Ordinal) => "text",
        _ when hole.Contains("Kind", StringComparison.OrdinalIgnoreCase) || hole == "{before" => "Willingness",
        _ when hole.Contains(".Place", StringComparison.Ordinal) => "a footnote",
        _ when hole.Contains("party", StringComparison.OrdinalIgnoreCase) => "PARTY_MINISTRY",
        _ when hole.Contains("State", StringComparison.Ordinal) => "Accepted",
        _ when hole.Contains("Strange", StringComparison.Ordinal) || hole == "{s.Value" => "a date",
        _ => "7",
    };

    /// <summary>What only programs read: Chinese in an English sentence, resource names, names of fields and of members.</summary>
    [GeneratedRegex("[\\u4e00-\\u9fff]|programmes/|'x/1'|which does not allow|\\b[a-z]+_[a-z]+\\b|(?<!Ledger:)\\b[A-Z][a-z]+[A-Z]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex OfProgram();

    [GeneratedRegex("(Fault\\.(Invalid|NoSuchAct|ActOutOfOrder)\\(\\s*[^,;]+?,\\s*|(new Violation|Refuse|new LedgerDamage|Damaged)\\([^,;]+?,\\s*|(?<because>Refuses\\())(?<dollar>\\$?)\"(?<text>)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Refusal();
}
