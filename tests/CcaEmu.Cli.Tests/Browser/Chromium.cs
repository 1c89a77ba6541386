using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace CcaEmu.Cli.Tests.Browser;

/// <summary>A headless Chromium of the host with one page, driven by the DevTools protocol: real input, no network.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(4));
    private int _number;

    private Chromium(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>Where a browser is, or null.</summary>
    public static string? Find() => Places.FirstOrDefault(File.Exists);

    /// <summary>Opens a file and waits until its script says that it is ready.</summary>
    public static async Task<Chromium> Open(string executable, string file, int width, int height)
    {
        string profile = Directory.CreateTempSubdirectory("ccaemu-browser-").FullName;
        var start = new ProcessStartInfo(executable) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in new[]
        {
            "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--remote-debugging-port=0", "--remote-allow-origins=*",
            "--host-resolver-rules=MAP * ~NOTFOUND", $"--user-data-dir={profile}", $"--window-size={width},{height}", new Uri(file).AbsoluteUri,
        })
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var browser = new Chromium(process, profile);
        try
        {
            await browser.Connect();
            await browser.WaitFor("document.body?.dataset.ready === 'yes'");
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Evaluates an expression in the page.</summary>
    public async Task<JsonNode?> Evaluate(string expression)
    {
        JsonNode result = await Call("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true });
        Assert.That(result["exceptionDetails"], Is.Null, result.ToJsonString());
        return result["result"]!["value"]?.DeepClone();
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task WaitFor(string expression)
    {
        var watch = Stopwatch.StartNew();
        while ((await Evaluate(expression))?.GetValue<bool>() != true)
        {
            if (watch.Elapsed > Patience)
                Assert.Fail($"the page never came to: {expression}");
            await Task.Delay(50);
        }
    }

    /// <summary>Clicks.</summary>
    public async Task Click(double x, double y)
    {
        foreach (string type in new[] { "mouseMoved", "mousePressed", "mouseReleased" })
            await Call("Input.dispatchMouseEvent", new JsonObject { ["type"] = type, ["x"] = x, ["y"] = y, ["button"] = "left", ["clickCount"] = 1 });
    }

    /// <summary>Moves the pointer.</summary>
    public Task Hover(double x, double y) => Call("Input.dispatchMouseEvent", new JsonObject { ["type"] = "mouseMoved", ["x"] = x, ["y"] = y });

    /// <summary>Turns the wheel.</summary>
    public Task Wheel(double x, double y, double delta) =>
        Call("Input.dispatchMouseEvent", new JsonObject { ["type"] = "mouseWheel", ["x"] = x, ["y"] = y, ["deltaX"] = 0, ["deltaY"] = delta });

    /// <summary>Types text into what has the focus.</summary>
    public Task Type(string text) => Call("Input.insertText", new JsonObject { ["text"] = text });

    /// <summary>What can be seen, as PNG.</summary>
    public async Task<byte[]> Screenshot() =>
        Convert.FromBase64String((await Call("Page.captureScreenshot", new JsonObject { ["format"] = "png" }))["data"]!.GetValue<string>());

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _socket.Dispose();
        _limit.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A helper process of the browser was still writing; the folder is the system's to clear.
        }
    }

    private async Task Connect()
    {
        string port = Path.Combine(_profile, "DevToolsActivePort");
        var watch = Stopwatch.StartNew();
        while (!File.Exists(port) || (await File.ReadAllLinesAsync(port)).Length < 2)
        {
            if (watch.Elapsed > Patience || _process.HasExited)
                Assert.Fail("the browser did not start");
            await Task.Delay(50);
        }
        string number = (await File.ReadAllLinesAsync(port))[0];
        using var http = new HttpClient();
        JsonNode? page = null;
        while (page is null)
        {
            JsonNode pages = JsonNode.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{number}/json/list")))!;
            page = pages.AsArray().FirstOrDefault(one => one!["type"]!.GetValue<string>() == "page");
            if (watch.Elapsed > Patience)
                Assert.Fail("the browser has no page");
        }
        await _socket.ConnectAsync(new Uri(page["webSocketDebuggerUrl"]!.GetValue<string>()), _limit.Token);
    }

    private async Task<JsonNode> Call(string method, JsonObject parameters)
    {
        int number = ++_number;
        var request = new JsonObject { ["id"] = number, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(request.ToJsonString()), WebSocketMessageType.Text, true, _limit.Token);
        while (true)
        {
            JsonNode answer = JsonNode.Parse(await Receive())!;
            if (answer["id"]?.GetValue<int>() != number)
                continue;
            Assert.That(answer["error"], Is.Null, answer.ToJsonString());
            return answer["result"]!;
        }
    }

    private async Task<byte[]> Receive()
    {
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, _limit.Token);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return message.ToArray();
    }
}
