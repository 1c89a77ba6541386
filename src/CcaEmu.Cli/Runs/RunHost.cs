using CcaEmu.Cli.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CcaEmu.Cli.Runs;

/// <summary>The host that <c>ccaemu run</c> runs in: it wires the services, and turns Ctrl-C and SIGTERM into an orderly end.</summary>
internal static class RunHost
{
    /// <summary>Runs an image.</summary>
    /// <param name="request">What the user asks for.</param>
    /// <param name="console">Where output goes.</param>
    /// <param name="clock">Host time.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(RunRequest request, CliConsole console, HostClock clock)
    {
        // Nothing is configured from files or the environment: a run depends on its command line alone. No log provider is added.
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(request);
        builder.Services.AddSingleton(console);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<RunCommand>();
        using IHost host = builder.Build();
        host.Start();
        try
        {
            CancellationToken interrupted = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            return host.Services.GetRequiredService<RunCommand>().Execute(interrupted);
        }
        finally
        {
            host.StopAsync().GetAwaiter().GetResult();
        }
    }
}
