using System.Reflection;

namespace Thaw.Service.Http;

/// <summary>The version of Thaw.</summary>
internal static class ServiceVersion
{
    /// <summary>Without what a build adds behind '+'.</summary>
    public static string Text { get; } =
        typeof(ServiceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
