namespace NewsHub.Traffic.Load;

/// <summary>Adds results to the tables of a Markdown file.</summary>
internal static class MarkdownFile
{
    /// <summary>Adds a row to the last table with the same columns; creates the file, or the heading and the table, if missing.</summary>
    public static async Task Add(string file, string heading, IReadOnlyList<(string Head, string Cell)> row) =>
        await File.WriteAllTextAsync(file, WithRow(File.Exists(file) ? await File.ReadAllTextAsync(file) : "", heading, row));

    public static string WithRow(string text, string heading, IReadOnlyList<(string Head, string Cell)> row)
    {
        var head = Line(row.Select(column => column.Head));
        var lines = text.TrimEnd().Split('\n').ToList();
        var table = lines.LastIndexOf(head);
        if (table < 0)
        {
            if (text.Length is 0) lines.Clear();
            else lines.Add("");
            lines.AddRange([$"## {heading}", "", head, Line(row.Select((_, column) => column is 0 ? "---" : "---:"))]);
            table = lines.Count - 1;
        }

        var end = table;
        while (end < lines.Count && lines[end].StartsWith('|')) end++;
        lines.Insert(end, Line(row.Select(column => column.Cell)));
        return string.Join('\n', lines) + "\n";
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
