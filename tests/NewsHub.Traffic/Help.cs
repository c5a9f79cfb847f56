namespace NewsHub.Traffic;

/// <summary>What can be typed.</summary>
internal static class Help
{
    public const string Text = """
        NewsHub traffic: invented newsrooms and readers for a running hub.

          newsroom        publishes, corrects and kills stories while readers follow, read and react (the default)
            --pace 20/min | --every 3s   how often the newsroom does something
            --readers 50                 live readers
            --for 60s                    stops by itself; else Ctrl-C
            --seed 1                     the same seed, the same stories

          load            many raw connections, a fixed rate of commands: order, loss and latency
            --readers 1000 --rate 20 --seconds 10 --publishers 4
            --transport signalr          or sse, poll, mixed: each connection of a reader takes the next
            --topic news                 or section/…, tag/…
            --stalled 0                  readers who stop reading after they subscribed
            --cut 0.05                   share of the connections cut in a second; they resume from their cursors
            --kill-share 0.02 --correct-share 0.1   of the commands; nothing of an article may follow its kill
            --seed 1                     the same seed, the same draws

          storm           everybody is cut at once and comes back with a cursor while publishing goes on
            --readers 5000 --within 5s   and what load takes

          stalled         the same load with none, 1 % and 10 % of the readers stalled, in turn
            --rounds 3 --bound 1088      KiB that a stalled reader may cost; and what load takes (--readers 500 --rate 200 --seconds 18)

          idle            memory and CPU of connections that have nothing to read
            --readers 5000 --seconds 10

          compare         the hub beside bare SignalR, in turn; both are built and started for it
            --readers 5000 --rate 15 --seconds 6 --rounds 3

          publish-load    many publishers at once, as fast as they can
            --publishers 64 --seconds 10

          cluster         one, two and three hubs on a PostgreSQL of its own, beside SQLite and pgbench; then kill -9, again and again
            --publishers 64 --seconds 10 --rounds 3
            --rate 100 --kills 5

          reads           reads over SignalR as fast as the hub counts them, then how soon a read shows in a ranking that is pushed
            --readers 64 --articles 10 --seconds 10
            --rate 2000 --trials 30      reads a second meanwhile, and how often a new article is read

          replay FILE     recorded counts (NewsHub:Trending:RecordTo) through the hub's own code: the rankings after the last event

        load, storm, stalled, idle, publish-load and reads take
            --hub own                    builds a hub and starts it with new data, else
            --pid 1234[,1235]            the running hub's processes: CPU per delivery, memory per connection
        and these, compare and cluster
            --markdown FILE              adds the result to a table

        All but compare, cluster and replay take
            --hub http://localhost:8080
            --key KEY                    else NEWSHUB_KEY, else the file admin.key in --data (default ./data)

        They end with 0 when every promise was kept, 1 when not, 2 when they could not begin.
        """;
}
