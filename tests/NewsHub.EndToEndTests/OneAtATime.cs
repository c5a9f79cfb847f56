using Xunit;

// These tests measure seconds and start whole programs: side by side they would starve each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
