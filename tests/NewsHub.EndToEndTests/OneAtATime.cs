using Xunit;

// These tests start whole processes and depend on timing. In parallel they would starve each other of CPU.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
