using Spectre.Console;

namespace NewsHub.Traffic.Terminal;

/// <summary>Shows the progress of a run: a live table on a terminal, a line every 5 seconds in a file or pipe.</summary>
internal static class Display
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    public static Task Run(IFigures figures, TimeProvider time, CancellationToken end) =>
        Console.IsOutputRedirected ? Lines(figures, time, end) : Live(figures, time, end);

    /// <summary>Prints the final result.</summary>
    public static void Sum(Figures figures)
    {
        if (Console.IsOutputRedirected) Console.WriteLine(Line(figures));
        foreach (var place in figures.Top) Console.WriteLine(place);
        Console.WriteLine(figures.Passed
            ? "Every reader received every entry once and in order."
            : "Entries were missed, repeated or out of order.");
    }

    private static async Task Lines(IFigures figures, TimeProvider time, CancellationToken end)
    {
        while (await Wait(LineEvery, time, end))
        {
            figures.Audit();
            Console.WriteLine(Line(figures));
        }
    }

    private static string Line(IFigures figures) =>
        $"{figures.Elapsed.TotalSeconds,4:0} s  {string.Join(", ", figures.All().Select(figure => $"{figure.Name} {figure.Value}"))}"
        + (figures.LastError is { } error ? $" [{error}]" : "");

    private static Task Live(IFigures figures, TimeProvider time, CancellationToken end) =>
        AnsiConsole.Live(Table(figures)).StartAsync(async live =>
        {
            while (await Wait(Frame, time, end))
            {
                figures.Audit();
                live.UpdateTarget(Table(figures));
            }

            live.UpdateTarget(Table(figures));
        });

    private static Table Table(IFigures figures)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"NewsHub traffic, {figures.Elapsed:hh\\:mm\\:ss}").HideHeaders();
        table.AddColumn("figure").AddColumn(new TableColumn("value").Width(24));
        var top = figures.Top.ToArray();
        if (top.Length > 0) table.AddColumn("rising");
        var row = 0;
        foreach (var (name, value) in figures.All())
        {
            if (top.Length > 0) table.AddRow(name, value, row < top.Length ? Markup.Escape(top[row]) : "");
            else table.AddRow(name, value);
            row++;
        }

        if (figures.LastError is { } error) table.Caption(Markup.Escape(error));
        return table;
    }

    private static async Task<bool> Wait(TimeSpan pause, TimeProvider time, CancellationToken end)
    {
        await Task.Delay(pause, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !end.IsCancellationRequested;
    }
}
