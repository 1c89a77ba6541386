using System.Text.Json.Nodes;

namespace CcaEmu.Cli.Tests.Browser;

/// <summary>The reports in a browser: they draw, answer to a click and find what is searched for.</summary>
/// <remarks>Without a Chromium on the host these tests are ignored; CI has one.</remarks>
[NonParallelizable]
public sealed class ReportPageTests
{
    private const int Width = 1400;
    private const int Height = 1000;

    [Test]
    public async Task The_report_of_a_run_draws_zooms_selects_and_finds()
    {
        string executable = Browser();
        string file = Temporary("timer.html");
        CommandRun run = CommandRun.Of("run", Images.Path("timer"), "--report", file, "--profile", "a55-opencca");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        await using Chromium page = await Chromium.Open(executable, file, Width, Height);

        Assert.That(await ColoursOf(page, "timeline"), Is.GreaterThan(8), "lanes of several colours");
        Assert.That(await ColoursOf(page, "memory"), Is.GreaterThan(4), "several states of granules");
        Assert.That((await page.Evaluate("document.querySelectorAll('#console .line').length"))!.GetValue<int>(), Is.GreaterThan(3));
        Assert.That((await page.Evaluate("document.getElementById('worlds').innerText"))!.GetValue<string>(), Does.Contain("R-EL2").And.Contain("NS-EL2"));

        // A call of the host, in the middle of its lane: the wheel makes room for it where the pointer is.
        (double x, double y) = await PlaceOfCall(page);
        string whole = (await page.Evaluate("document.getElementById('range').textContent"))!.GetValue<string>();
        await page.Wheel(x, y, -2000);
        await page.WaitFor($"document.getElementById('range').textContent !== {JsonValue.Create(whole)!.ToJsonString()}");
        (x, y) = await PlaceOfCall(page);
        await page.Hover(x, y);
        await page.WaitFor("document.getElementById('tip').style.display === 'block' && document.getElementById('tip').textContent.includes('RMI_')");
        await page.Click(x, y);
        await page.WaitFor("document.getElementById('details').textContent.startsWith('PE0 RMI call at ')");

        // Idle time is folded, and on demand is not; the axis is the same at its ends.
        Assert.That((await page.Evaluate("gaps.length > 0 && timeOf(axisEnd()) === end && Math.abs(timeOf(placeOf(end / 3)) - end / 3) < 1"))!.GetValue<bool>());
        Assert.That((await page.Evaluate("axisEnd() < end / 100"))!.GetValue<bool>(), "five seconds asleep take no room");
        await page.Evaluate("document.getElementById('fold').click()");
        Assert.That((await page.Evaluate("axisEnd() === end"))!.GetValue<bool>());
        await page.Evaluate("document.getElementById('fold').click()");

        JsonNode box = (await page.Evaluate(
            "(() => { const r = document.getElementById('search').getBoundingClientRect(); return { x: r.left + 20, y: r.top + r.height / 2 }; })()"))!;
        await page.Click(box["x"]!.GetValue<double>(), box["y"]!.GetValue<double>());
        await page.Type("rmi_realm_create rd=");
        await page.WaitFor("document.getElementById('found').textContent === '1 found'");
        await page.Evaluate("document.getElementById('next').click()");
        await page.WaitFor("document.getElementById('details').textContent.includes('RMI_REALM_CREATE rd=')");
        await page.Evaluate("(() => { const s = document.getElementById('search'); s.value = 'no such thing'; s.dispatchEvent(new Event('input')); })()");
        await page.WaitFor("document.getElementById('found').textContent === 'nothing found'");
        await File.WriteAllBytesAsync(Temporary("timer.png"), await page.Screenshot());
    }

    [Test]
    public async Task The_report_of_a_benchmark_draws_its_bars_and_explains_them()
    {
        string executable = Browser();
        string file = Temporary("bench.html");
        CommandRun run = CommandRun.Of("bench", "world-switch", "-n", "2", "--html", file);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        await using Chromium page = await Chromium.Open(executable, file, Width, Height);

        Assert.That((await page.Evaluate("document.querySelectorAll('#bars .bar div').length"))!.GetValue<int>(), Is.GreaterThan(40));
        Assert.That((await page.Evaluate("document.querySelectorAll('#published tr').length"))!.GetValue<int>(), Is.EqualTo(6));
        JsonNode bar = (await page.Evaluate(
            "(() => { const r = document.querySelector('#bars tr:nth-child(3) .bar div').getBoundingClientRect(); return { x: r.left + r.width / 2, y: r.top + 8 }; })()"))!;
        await page.Hover(bar["x"]!.GetValue<double>(), bar["y"]!.GetValue<double>());
        await page.WaitFor("document.getElementById('tip').textContent.includes('exception.taken')");
        await page.Evaluate("document.querySelector('[data-mode=share]').click()");
        await page.WaitFor("document.querySelector('[data-mode=share]').classList.contains('on')");
        await File.WriteAllBytesAsync(Temporary("bench.png"), await page.Screenshot());
    }

    private static string Browser()
    {
        string? executable = Chromium.Find();
        if (executable is null)
            Assert.Ignore("there is no Chromium on this host");
        return executable!;
    }

    // Whole pixels: that is what the browser makes of a pointer's place.
    private static async Task<(double X, double Y)> PlaceOfCall(Chromium page)
    {
        JsonNode at = (await page.Evaluate(
            "(() => { const r = canvas.getBoundingClientRect(), l = lanes.find(l => l.label === 'RMI'), c = l.items[l.items.length >> 1];"
            + " return { x: Math.round(r.left + xAt((c[2] + c[3]) / 2, r.width)), y: Math.round(r.top + l.y + l.h / 2) }; })()"))!;
        return (at["x"]!.GetValue<double>(), at["y"]!.GetValue<double>());
    }

    private static async Task<int> ColoursOf(Chromium page, string canvas) => (await page.Evaluate(
        $"(() => {{ const c = document.getElementById('{canvas}'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data, s = new Set();"
        + " for (let i = 0; i < d.length; i += 4) s.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]); return s.size; })()"))!.GetValue<int>();

    private static string Temporary(string name) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(TestContext.CurrentContext.WorkDirectory, "browser")).FullName, name);
}
