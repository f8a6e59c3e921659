using System.Globalization;
using CsCheck;

namespace PilotPlatform.Domain.Tests;

/// <summary>Resource names: what is printed is read back, and one thing has one name.</summary>
public sealed class ResourceNameTests
{
    private static readonly Gen<string> Id = Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-"].Array[1, 40].Select(c => new string(c));
    private static readonly Gen<int> Number = Gen.Int[1, int.MaxValue];
    private static readonly Gen<CommitmentName> Commitment =
        Gen.Select(Id, Number, Id, Gen.Int[1, 3], (programme, number, city, generation) => new CommitmentName(new ProgrammeName(programme), number, city, generation));

    [Fact]
    public void ProgrammeName_Printed_IsReadBack() =>
        Id.Select(id => new ProgrammeName(id)).Sample(name => ProgrammeName.Parse("name", name.ToString()).Value == name);

    [Fact]
    public void PilotTaskName_Printed_IsReadBack() =>
        Gen.Select(Id, Number, (id, number) => new PilotTaskName(new ProgrammeName(id), number))
            .Sample(name => PilotTaskName.Parse("name", name.ToString()).Value == name);

    [Fact]
    public void CommitmentName_Printed_IsReadBack() =>
        Commitment.Sample(name => CommitmentName.Parse("name", name.ToString()).Value == name);

    [Fact]
    public void ProgressReportName_Printed_IsReadBack() =>
        Gen.Select(Commitment, Number, (parent, serial) => new ProgressReportName(parent, serial))
            .Sample(name => ProgressReportName.Parse("name", name.ToString()).Value == name);

    [Theory]
    [InlineData("chapters")]
    [InlineData("cities")]
    public void ChildName_OfItsCollection_IsReadBack(string collection) =>
        Gen.Select(Id, Id).Sample((programme, id) =>
            ChildName.Parse("name", $"programmes/{programme}/{collection}/{id}", collection).Value == new ChildName(new ProgrammeName(programme), id));

    [Fact]
    public void Parse_WhateverIsRead_PrintsAsItWasWritten() =>
        Gen.String.Array[0, 6].Select(parts => string.Join('/', parts)).Sample(text =>
            Same(ProgrammeName.Parse("name", text), text)
            && Same(PilotTaskName.Parse("name", text), text)
            && Same(CommitmentName.Parse("name", text), text)
            && Same(ProgressReportName.Parse("name", text), text));

    /// <summary>A name with one character put in, taken out or replaced is refused, or is the name of another thing that prints so.</summary>
    [Fact]
    public void Parse_NameWithOneCharacterChanged_IsRefusedOrAnotherName() =>
        Gen.Select(Commitment, Number, Gen.Int[0, 200], Gen.Char, Gen.Int[0, 2]).Sample((parent, serial, place, character, change) =>
        {
            var name = new ProgressReportName(parent, serial).ToString();
            var at = place % name.Length;
            var changed = change switch
            {
                0 => name.Insert(at, character.ToString()),
                1 => name.Remove(at, 1),
                _ => name.Remove(at, 1).Insert(at, character.ToString()),
            };
            return Same(ProgressReportName.Parse("name", changed), changed);
        });

    [Theory]
    [InlineData("")]
    [InlineData("programmes")]
    [InlineData("programmes/")]
    [InlineData("/nine-cities")]
    [InlineData("programme/nine-cities")]
    [InlineData("programmes/nine-cities/")]
    [InlineData("programmes//nine-cities")]
    [InlineData("programmes/Nine-Cities")]
    [InlineData("Programmes/nine-cities")]
    [InlineData("programmes/nine_cities")]
    [InlineData("programmes/nine cities")]
    [InlineData(" programmes/nine-cities")]
    [InlineData("programmes/九城")]
    public void ProgrammeName_OfAnotherForm_IsRefused(string name) => Refused(ProgrammeName.Parse("name", name));

    [Theory]
    [InlineData("programmes/nine-cities/pilotTasks/0")]
    [InlineData("programmes/nine-cities/pilotTasks/01")]
    [InlineData("programmes/nine-cities/pilotTasks/-1")]
    [InlineData("programmes/nine-cities/pilotTasks/+1")]
    [InlineData("programmes/nine-cities/pilotTasks/1 ")]
    [InlineData("programmes/nine-cities/pilotTasks/１")]
    [InlineData("programmes/nine-cities/pilotTasks/1.0")]
    [InlineData("programmes/nine-cities/pilotTasks/one")]
    [InlineData("programmes/nine-cities/pilotTasks/2147483648")]
    [InlineData("programmes/nine-cities/pilotTasks/")]
    [InlineData("programmes/nine-cities/pilotTasks")]
    [InlineData("programmes/nine-cities/PilotTasks/1")]
    [InlineData("programmes/nine-cities/chapters/1")]
    [InlineData("programmes//pilotTasks/1")]
    [InlineData("programmes/nine-cities/pilotTasks/1/")]
    [InlineData("programmes/nine-cities/pilotTasks/1/x")]
    public void PilotTaskName_OfAnotherForm_IsRefused(string name) => Refused(PilotTaskName.Parse("name", name));

    [Theory]
    [InlineData("programmes/nine-cities/commitments/1")]
    [InlineData("programmes/nine-cities/commitments/1-")]
    [InlineData("programmes/nine-cities/commitments/-dalian")]
    [InlineData("programmes/nine-cities/commitments/01-dalian")]
    [InlineData("programmes/nine-cities/commitments/0-dalian")]
    [InlineData("programmes/nine-cities/commitments/dalian-1")]
    [InlineData("programmes/nine-cities/commitments/1-Dalian")]
    [InlineData("programmes/nine-cities/commitments/1-大连")]
    [InlineData("programmes/nine-cities/commitments/1/dalian")]
    [InlineData("programmes/nine-cities/pilotTasks/1-dalian")]
    public void CommitmentName_OfAnotherForm_IsRefused(string name) => Refused(CommitmentName.Parse("name", name));

    [Theory]
    [InlineData("programmes/nine-cities/commitments/1-dalian/progressReports/0")]
    [InlineData("programmes/nine-cities/commitments/1-dalian/progressReports/01")]
    [InlineData("programmes/nine-cities/commitments/1-dalian/progressReports/")]
    [InlineData("programmes/nine-cities/commitments/1-dalian/progressReports/1\0")]
    [InlineData("programmes/nine-cities/commitments/1-dalian/progressReports/1/progressReports/1")]
    [InlineData("programmes/nine-cities/commitments/1-dalian/ProgressReports/1")]
    [InlineData("/progressReports/1")]
    public void ProgressReportName_OfAnotherForm_IsRefused(string name) => Refused(ProgressReportName.Parse("name", name));

    [Fact]
    public void Parse_IdOfSixtyThreeCharacters_IsTheLongest()
    {
        Assert.True(ProgrammeName.Parse("name", $"programmes/{new string('a', 63)}").IsOk);
        Refused(ProgrammeName.Parse("name", $"programmes/{new string('a', 64)}"));
    }

    [Fact]
    public void Parse_NameRefused_NamesTheFieldAndTheForm()
    {
        var fault = PilotTaskName.Parse("commitment.pilot_task", "tasks/1").Fault!;

        Assert.Equal(FaultReason.InvalidName, fault.Reason);
        Assert.Equal("commitment.pilot_task", fault.Subject);
        Assert.Contains("'tasks/1'", fault.Message, StringComparison.Ordinal);
    }

    private static bool Same<T>(Result<T> read, string text) =>
        !read.IsOk || string.Equals(Convert.ToString(read.Value, CultureInfo.InvariantCulture), text, StringComparison.Ordinal);

    private static void Refused<T>(Result<T> read) => Assert.Equal(FaultReason.InvalidName, read.Fault?.Reason);
}
