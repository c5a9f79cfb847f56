using NewsHub.Benchmarks;
using NewsHub.Benchmarks.Fairness;
using NewsHub.Benchmarks.Quality;
using NewsHub.Benchmarks.Related;

// dotnet run -c Release --project tests/NewsHub.Benchmarks [store|postgres|prune|grain|start|reads|ranking|fairness|quality [FILE.csv]]
// dotnet run -c Release --project tests/NewsHub.Benchmarks related FILE.tsv evaluates related articles; tests/NewsHub.Benchmarks/Related/sample.tsv shows the format.
// dotnet run -c Release --project tests/NewsHub.Benchmarks generate [SEED] prints a synthetic site for "quality".
if (args is ["generate", .. var seed])
{
    Evaluation.Generate(seed.FirstOrDefault());
    return;
}

if (args is ["related", var labelled])
{
    RelatedEvaluation.Run(labelled);
    return;
}

var benchmark = args is [var name, ..] ? name : "all";
if (benchmark is "all" or "store" or "postgres" or "prune" or "grain")
{
    Console.WriteLine("| what | callers | per second | p50 ms | p99 ms |");
    Console.WriteLine("| --- | --- | --- | --- | --- |");
}
if (benchmark is "all" or "store") await StoreBenchmark.Run();
if (benchmark is "all" or "postgres") await PostgreSqlBenchmark.Run();
if (benchmark is "all" or "prune") await PruneBenchmark.Run();
if (benchmark is "all" or "grain") await GrainBenchmark.Run();
if (benchmark is "all" or "start") await StartBenchmark.Run();
if (benchmark is "all" or "reads") ReadsBenchmark.Run();
if (benchmark is "all" or "ranking") RankingBenchmark.Run();
if (benchmark is "all" or "fairness") FairnessScenarios.Print();
if (benchmark is "all" or "quality") Evaluation.Run(args.ElementAtOrDefault(1));
