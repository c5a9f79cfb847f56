using Xunit;

// Every test here starts processes, and most of them a browser or a database.
[assembly: AssemblyTrait("Category", "Slow")]
