using Spectre.Console;

namespace NewsHub.Traffic.Terminal;

/// <summary>Shows a run's progress: a live table to people, a line now and then to a file or a pipe.</summary>
internal static class Display
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    public static Task Run(IFigures figures, TimeProvider time, CancellationToken end) =>
        Console.IsOutputRedirected ? Lines(figures, time, end) : Live(figures, time, end);

    /// <summary>The last word.</summary>
    public static void Sum(Figures figures)
    {
        if (Console.IsOutputRedirected) Console.WriteLine(Line(figures));
        foreach (var place in figures.Top) Console.WriteLine(place);
        Console.WriteLine(figures.KeepsPromises
            ? "Every reader was shown everything once and in order."
            : "Something was missed, repeated or out of order.");
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
        + (figures.LastTrouble is { } trouble ? $" [{trouble}]" : "");

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

        if (figures.LastTrouble is { } trouble) table.Caption(Markup.Escape(trouble));
        return table;
    }

    private static async Task<bool> Wait(TimeSpan pause, TimeProvider time, CancellationToken end)
    {
        await Task.Delay(pause, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !end.IsCancellationRequested;
    }
}
