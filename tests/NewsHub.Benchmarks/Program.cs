using NewsHub.Benchmarks;
using NewsHub.Benchmarks.Quality;

// dotnet run -c Release --project tests/NewsHub.Benchmarks [store|postgres|grain|start|reads|ranking|quality [FILE.csv]]
// dotnet run -c Release --project tests/NewsHub.Benchmarks generate [SEED] prints an invented site for "quality".
if (args is ["generate", .. var seed])
{
    Evaluation.Generate(seed.FirstOrDefault());
    return;
}

var wanted = args is [var name, ..] ? name : "all";
if (wanted is "all" or "store" or "postgres" or "grain")
{
    Console.WriteLine("| what | callers | per second | p50 ms | p99 ms |");
    Console.WriteLine("| --- | --- | --- | --- | --- |");
}
if (wanted is "all" or "store") await StoreBenchmark.Run();
if (wanted is "all" or "postgres") await PostgreSqlBenchmark.Run();
if (wanted is "all" or "grain") await GrainBenchmark.Run();
if (wanted is "all" or "start") await StartBenchmark.Run();
if (wanted is "all" or "reads") ReadsBenchmark.Run();
if (wanted is "all" or "ranking") RankingBenchmark.Run();
if (wanted is "all" or "quality") Evaluation.Run(args.ElementAtOrDefault(1));
