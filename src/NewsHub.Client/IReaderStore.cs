namespace NewsHub.Client;

/// <summary>Keeps the token by which a hub recognizes this reader, so that a restart of the program is not a new reader.</summary>
public interface IReaderStore
{
    /// <summary>Returns the stored token; null if there is none.</summary>
    ValueTask<string?> Load(CancellationToken stop);

    /// <summary>Stores the token in place of an earlier one.</summary>
    ValueTask Save(string token, CancellationToken stop);
}
