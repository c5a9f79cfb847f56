namespace NewsHub.Web.Related;

/// <summary>Words of three and more letters that say nothing about the subject, by language.</summary>
internal static class StopWords
{
    private static readonly Dictionary<string, HashSet<string>> ByLanguage = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = Set("about above after again against all also among and another any are around because been before being below between both but can could did does down during each even "
            + "every few first for from further get had has have having her here him his how into its itself just last less like made make many may more most much must near new nor not now "
            + "off old one only other our out over own per said same say says she should since some still such than that the their them then there these they this those three through today "
            + "too two under until upon very via want was way week were what when where which while who whom why will with within without would year years yet you your"),
        ["de"] = Set("aber alle allem allen aller alles als also auch auf aus bei beim bereits bis das dass dazu dem den denn der deren des die dies diese diesem diesen dieser dieses doch dort "
            + "durch ein eine einem einen einer eines erst etwa für gegen habe haben hat hatte hier ich ihm ihn ihr ihre ihrem ihren ihrer immer ins ist jahr jahre jahren jetzt kann kein keine mehr "
            + "mit nach nicht noch nun nur oder ohne sehr sei sein seine seinem seinen seiner seit sich sie sind soll sowie über und uns unter viele vom von vor war wann warum was weil weiter "
            + "welche wenn werden wer wie wieder wir wird wurde wurden zum zur zwei zwischen"),
        ["fr"] = Set("ans après aux avec avant car ces cet cette chez comme dans depuis des deux dont elle elles entre est être fait font ils les leur leurs lors mais même mes moins nos nous "
            + "ont par pas peu plus pour quand que quel quelle qui sans ses son sont sous sur tous tout toute très trois une vers vos vous"),
        ["es"] = Set("ante año años así aún cada como con contra cual cuando del desde donde dos durante ella ellos entre era esa ese eso esta este esto fue han hasta hay las los más mientras muy nos "
            + "otra otro para pero por porque que quien según ser sido sin sobre son sus también tan tiene tras tres una uno unos"),
        ["it"] = Set("agli alla alle anche anni anno che chi coi col come con contro cui dagli dal dalla dalle degli dei del della delle dello dopo dove due era fra gli hanno loro mai nei nel nella "
            + "nelle non ogni per perché più poi prima quando quella quello questa questo senza sia sono sua sue sui sul sulla suo suoi tra tre tutti tutto una uno"),
        ["nl"] = Set("aan als bij dan dat deze die dit door een eerste geen had heeft hebben het hij hun jaar kan maar meer met naar niet nog ook omdat onder ons ook over sinds te tegen tot tussen "
            + "twee uit van veel voor waar was wat werd weer wel werden wie wij wordt worden zal ze zich zij zijn zonder zou"),
        ["pt"] = Set("ano anos antes ao após aos as até com como contra das depois desde dois dos ela ele eles entre era essa esse esta este foi foram isso mais mas mesmo muito não nas nem nos onde "
            + "para pela pelas pelo pelos por porque qual quando que quem são seu seus sem ser sobre sua suas também tem três um uma"),
    };

    private static readonly HashSet<string> OfAnyLanguage = [.. ByLanguage.Values.SelectMany(words => words)];

    /// <summary>The words of a language, without regard to its region; of every language when it is null or unknown.</summary>
    /// <param name="language">A BCP 47 tag.</param>
    public static IReadOnlySet<string> Of(string? language) =>
        language is not null && ByLanguage.TryGetValue(language.Split('-')[0], out var words) ? words : OfAnyLanguage;

    private static HashSet<string> Set(string words) => [.. words.Split(' ')];
}
