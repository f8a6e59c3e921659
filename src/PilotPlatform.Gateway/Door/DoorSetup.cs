using System.IO.Compression;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using PilotPlatform.Gateway.Api;
using PilotPlatform.Gateway.Pages;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Errors;
using PilotPlatform.ServiceDefaults.Identity;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PilotPlatform.Gateway.Door;

/// <summary>What every request passes on its way in, and every answer on its way out.</summary>
internal static class DoorSetup
{
    private const string Elsewhere = "elsewhere";

    public static void AddDoor(this WebApplicationBuilder builder)
    {
        builder.Services.AddTransient<IStartupFilter, SecurityHeaders>(); // outermost, so that refusals of the door itself have them, too
        builder.Services.AddTransient<IStartupFilter, DoorFaultsFilter>();
        builder.Services.AddExceptionHandler<DoorFaults>();
        builder.Services.AddSingleton<RefusalPage>(ShowAsync);
        builder.AddLimits();
        builder.Services.Configure<CallerCounting>(counting => counting.Use = UseCounting);
        builder.AddSettings<CorsOptions>("Cors")
            .Validate(cors => cors.Origins.All(o => Uri.TryCreate(o, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == o), "Cors:Origins must be origins such as https://data.example.cn.");
        builder.Services.AddCors();
        builder.Services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>().Configure<IOptions<CorsOptions>>((cors, ours) => cors.AddPolicy(Elsewhere, policy => policy
            .WithOrigins([.. ours.Value.Origins]).WithMethods("GET", "POST", "PATCH", "DELETE").AllowAnyHeader()
            .WithExposedHeaders("ETag", "Retry-After", "Grpc-Status", "Grpc-Message", "Grpc-Status-Details-Bin")));
        builder.Services.AddResponseCompression(options =>
        {
            options.MimeTypes = [MediaTypeNames.Application.Json];
            options.EnableForHttps = true; // data holds no secret beside what its reader chose
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
    }

    /// <summary>Counts callers; other sites whose scripts may call are told of it like of any other answer.</summary>
    private static void UseCounting(WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<CorsOptions>>().Value.Origins.Count > 0)
            app.UseWhen(context => !context.Request.IsForPeople() && !IsForWatching(context.Request) && !context.Request.IsProgramsGrpc(), calls => calls.Use(VaryByOrigin).UseCors(Elsewhere));
        app.UseRateLimiter();
    }

    /// <summary>Whether an address is one by which the process is watched.</summary>
    private static bool IsForWatching(HttpRequest request) => request.Path.Value?.Split('/', 3) is [_, "health" or "ready" or "alive" or "vitals", ..];

    public static void UseDoor(this WebApplication app, IReadOnlyList<ServiceDescriptor> services)
    {
        app.UseHeadLimit();
        app.UseRequestForms(services);
        app.UseBodyLimit();
        app.UseDeadlines(services);
        app.UseQueryFields(services);
        app.UseBodyFields(services);
        app.UseResponseCompression();
        app.UseContentTags(HttpRules.IsStreamed(services));
        app.UseMaskedAnswers(services);
    }

    /// <summary>Tells whoever keeps an answer that another origin gets others, also where this one got nothing: the framework does so only for several origins.</summary>
    private static RequestDelegate VaryByOrigin(RequestDelegate next) => context =>
    {
        context.Response.OnStarting(answered =>
        {
            var headers = ((HttpContext)answered).Response.Headers;
            if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.Origin, StringComparer.OrdinalIgnoreCase))
                headers.Append(HeaderNames.Vary, HeaderNames.Origin);
            return Task.CompletedTask;
        }, context);
        return next(context);
    };

    /// <summary>A refusal as a page, in the language of the address.</summary>
    private static Task ShowAsync(HttpContext context, int status) => new RazorComponentResult<RefusedPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [nameof(RefusedPage.Status)] = status,
        [nameof(RefusedPage.MostMegabytes)] = context.RequestServices.GetRequiredService<IOptions<LimitOptions>>().Value.MostBytes(context.Request) / (1024 * 1024),
        [nameof(RefusedPage.IsEnglish)] = context.Request.Path.StartsWithSegments("/en", StringComparison.Ordinal),
    })
    { StatusCode = status }.ExecuteAsync(context);
}
