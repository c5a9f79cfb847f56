using System.Security.Cryptography;
using NewsHub.Wire;

namespace NewsHub.Trending.Counting;

internal sealed class ReaderKeyGrain([PersistentState("reader-key", "newshub")] IPersistentState<ReaderKeyState> state, WallClock clock)
    : Grain, IReaderKeyGrain
{
    public async Task<byte[]> Get() => (await Today()).Lasting;

    public async Task<ReaderKeys> Today()
    {
        var now = clock.Now;
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        if (state.State.Key.Length == 0 || state.State.Day != day) await GenerateKeys(day, now);
        var until = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        return new ReaderKeys(state.State.Key, state.State.DayKey!, until, state.State.Since ?? DateTimeOffset.UnixEpoch);
    }

    private async Task GenerateKeys(DateOnly day, DateTimeOffset now)
    {
        var before = state.State;
        var isFirst = before.Key.Length == 0;
        state.State = new ReaderKeyState
        {
            Key = isFirst ? NewKey() : before.Key,
            Since = isFirst || before.Since > now ? now : before.Since,
            Day = day,
            DayKey = NewKey(),
        };
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            state.State = before; // a key that is not stored must not be used
            throw;
        }
    }

    private static byte[] NewKey() => RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
}
