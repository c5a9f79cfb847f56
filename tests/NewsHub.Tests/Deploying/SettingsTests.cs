using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Console;
using NewsHub.Articles;
using NewsHub.Gateway;
using NewsHub.Host;
using NewsHub.Host.Telemetry;
using NewsHub.Trending;
using NewsHub.Wire;
using NewsHub.Wire.PostgreSql;
using Xunit;

namespace NewsHub.Tests.Deploying;

/// <summary>The environment variables of each deployment are valid settings of the hub.</summary>
public sealed class SettingsTests
{
    /// <summary>Settings of ASP.NET Core.</summary>
    private static readonly string[] ServerVariables = ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS"];

    private static readonly Assembly[] Code =
        [typeof(ServerSetup).Assembly, typeof(GatewaySetup).Assembly, typeof(ArticlesSetup).Assembly, typeof(TrendingSetup).Assembly, typeof(WireSetup).Assembly, typeof(global::NewsHub.Web.WebSetup).Assembly];

    /// <summary>Configuration sections and the options types that they are bound to.</summary>
    private static readonly (string Section, Type Options)[] Sections =
    [
        .. Code.SelectMany(assembly => assembly.GetTypes()).Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .SelectMany(type => new[] { "Section", "ConfigurationSection" }.Select(name => type.GetField(name)?.GetRawConstantValue() as string)
                .OfType<string>().Select(section => (section, type))),
        ("Logging:Console", typeof(ConsoleLoggerOptions)),
    ];

    public static TheoryData<string> Deployments => ["image", "compose", "kubernetes", "systemd"];

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Every_variable_is_a_setting_of_the_program(string deployment) =>
        Assert.All(Environments.Of(deployment).Keys, variable => Assert.True(IsKnown(variable), $"{variable} is not a setting."));

    [Theory]
    [InlineData("NewsHub__DataDirectroy")]
    [InlineData("NewsHub__Telemetry__MetricUrl")]
    [InlineData("NewsHub__Live")]
    [InlineData("ConnectionStrings__Newshub2")]
    public void Misspelt_variable_is_not_a_setting(string variable) => Assert.False(IsKnown(variable));

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Hub_accepts_the_values_of_every_deployment(string deployment)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(Environments.Of(deployment).ToDictionary(
            pair => pair.Key.Replace("ASPNETCORE_", "", StringComparison.Ordinal).Replace("__", ":", StringComparison.Ordinal), pair => (string?)pair.Value));

        var hub = builder.ReadHubOptions();
        builder.AddProxies();
        builder.AddTelemetry();
        foreach (var (section, type) in Sections.Where(bound => bound.Section.StartsWith("NewsHub", StringComparison.Ordinal)))
            if (builder.Configuration.GetSection(section).Get(type) is { } options && options is not HubOptions)
                Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);

        Assert.Equal(deployment is "compose" or "kubernetes", hub.IsClustered);
        Assert.Equal(ConsoleFormatterNames.Json, builder.Configuration["Logging:Console:FormatterName"]);
    }

    [Fact]
    public void Every_setting_is_in_the_reference()
    {
        var reference = File.ReadAllText(Repository.PathOf("src", "docs", "configuration.md"));
        var settings = Sections.Where(bound => bound.Section.StartsWith("NewsHub", StringComparison.Ordinal))
            .SelectMany(bound => bound.Options.GetProperties(BindingFlags.Instance | BindingFlags.Public))
            .Where(property => property.CanWrite && property.Name != nameof(HubOptions.ConnectionString)).Select(property => property.Name);

        Assert.All(settings, setting => Assert.Matches($"[`:]{setting}`", reference));
    }

    private static bool IsKnown(string variable)
    {
        var key = variable.Replace("__", ":", StringComparison.Ordinal);
        return ServerVariables.Contains(variable) || key == $"ConnectionStrings:{PostgreSqlOptions.ConnectionName}" || key.StartsWith($"{Proxies.Setting}:", StringComparison.Ordinal)
            || Sections.Any(bound => key.StartsWith($"{bound.Section}:", StringComparison.Ordinal)
                && bound.Options.GetProperty(key[(bound.Section.Length + 1)..].Split(':')[0], BindingFlags.Instance | BindingFlags.Public) is { CanWrite: true });
    }
}
