namespace NewsHub.Traffic;

/// <summary>The help text.</summary>
internal static class Help
{
    public const string Text = """
        NewsHub traffic: simulated newsrooms and readers for a running hub.

          newsroom        publishes, corrects and kills stories while readers follow, read and react (the default)
            --pace 20/min | --every 3s   rate of newsroom actions
            --readers 50                 live readers
            --for 60s                    duration; without it, runs until Ctrl-C
            --seed 1                     the same seed generates the same stories
            --picture-port 8090          of localhost, where the stories' pictures are served to browsers on this machine

          load            many raw connections and a fixed rate of commands: order, loss and latency
            --readers 1000 --rate 20 --seconds 10 --publishers 4
            --transport signalr          or sse, poll, mixed (each connection of a reader uses the next transport)
            --topic news                 or section/…, tag/…
            --stalled 0                  readers that stop reading after they subscribed
            --cut 0.05                   fraction of the connections aborted per second; they resume from their cursors
            --kill-share 0.02 --correct-share 0.1   fractions of the commands; no content of an article may follow its kill
            --seed 1                     the same seed makes the same random choices

          storm           aborts all connections at once; readers resume with their cursors while publishing continues
            --readers 5000 --within 5s   and the options of load

          stalled         the same load with 0 %, 1 % and 10 % of the readers stalled, alternately
            --rounds 3 --bound 1088      KiB allowed per stalled reader; and the options of load (--readers 500 --rate 200 --seconds 18)

          catch-up        the same load without and with readers that ask for the whole log every second, alternately
            --askers 100 --rounds 3      and the options of load (--readers 100 --rate 50 --seconds 10)

          correction      corrections of an article that many have open: CPU of the hub, time until all pages have the new text, and the latency of
                          other readers meanwhile
            --pages 5000 --rounds 3      and the options of load (--readers 500 --rate 20 --seconds 10)

          soak            everything at once on a hub of its own: load on all transports, aborted connections, kills, corrections and reads;
                          memory, threads, timers and file handles must stay flat, and the log without warnings
            --for 10m                    and the options of load (--readers 200 --rate 20)

          idle            memory and CPU of idle connections
            --readers 5000 --seconds 10

          compare         the hub and bare SignalR, alternately; builds and starts both
            --readers 5000 --rate 15 --seconds 6 --rounds 3

          publish-load    many concurrent publishers at full speed
            --publishers 64 --seconds 10

          cluster         publishing through one, two and three hubs on a PostgreSQL server that it starts, compared with SQLite and pgbench;
                          then the pause after kill -9
            --publishers 64 --seconds 10 --rounds 3
            --rate 100 --kills 5

          reads           reads over SignalR at full speed, then the time until a read shows in a pushed ranking
            --readers 64 --articles 10 --seconds 10
            --rate 2000 --trials 30      background reads per second, and number of new articles that are read

          replay FILE     applies recorded counts (NewsHub:Trending:RecordTo) with the hub's own code; prints the rankings after the last event

        load, storm, stalled, catch-up, correction, idle, publish-load and reads accept
            --hub own                    builds a hub and starts it with new data
            --pid 1234[,1235]            process ids of a running hub: CPU per delivery, memory per connection
        and these, compare and cluster accept
            --markdown FILE              adds the result to a table

        All commands except compare, cluster and replay accept
            --hub http://localhost:8080
            --key KEY                    default: NEWSHUB_KEY, then the file admin.key in --data (default ./data)

        Exit codes: 0 all guarantees held, 1 a guarantee was violated, 2 the run could not start.
        """;
}
