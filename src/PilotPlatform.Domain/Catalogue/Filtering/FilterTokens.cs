using System.Collections.Immutable;

namespace PilotPlatform.Domain.Catalogue.Filtering;

/// <summary>Kinds of tokens of a filter.</summary>
internal enum FilterTokenKind
{
    Word,
    Sign,
    Open,
    Close,
    Minus,
    End,
}

/// <summary>A token with its place from 1, in characters.</summary>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, int Place);

/// <summary>Cuts a filter into tokens.</summary>
internal static class FilterTokens
{
    public static Result<ImmutableArray<FilterToken>> Of(string text)
    {
        var tokens = ImmutableArray.CreateBuilder<FilterToken>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (char.IsWhiteSpace(text[i]))
                i++;
            else if (text[i] is '(' or ')')
                Add(text[i] == '(' ? FilterTokenKind.Open : FilterTokenKind.Close, ++i);
            else if (text[i] is '=' or ':')
                Add(FilterTokenKind.Sign, ++i);
            else if (text[i] is '<' or '>' or '!')
            {
                i += i + 1 < text.Length && text[i + 1] == '=' ? 2 : 1;
                if (text[start] == '!' && i == start + 1)
                    return Fault.Invalid("filter", $"character {start + 1}: '!' stands only in '!='");
                Add(FilterTokenKind.Sign, i);
            }
            else if (text[i] == '-' && i + 1 < text.Length && (IsWord(text[i + 1]) || text[i + 1] == '('))
                Add(FilterTokenKind.Minus, ++i);
            else if (text[i] == '"')
            {
                var end = text.IndexOf('"', i + 1);
                if (end < 0)
                    return Fault.Invalid("filter", $"character {start + 1}: the quotation does not end");
                tokens.Add(new FilterToken(FilterTokenKind.Word, text[(i + 1)..end], start + 1));
                i = end + 1;
            }
            else if (IsWord(text[i]))
            {
                while (i < text.Length && (IsWord(text[i]) || text[i] == '-'))
                    i++;
                Add(FilterTokenKind.Word, i);
            }
            else
                return Fault.Invalid("filter", $"character {start + 1}: '{text[i]}' has no meaning here");

            void Add(FilterTokenKind kind, int end) => tokens.Add(new FilterToken(kind, text[start..end], start + 1));
        }

        tokens.Add(new FilterToken(FilterTokenKind.End, "", text.Length + 1));
        return tokens.ToImmutable();
    }

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '/' or '*';
}
