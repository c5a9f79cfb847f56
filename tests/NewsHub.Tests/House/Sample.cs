using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace NewsHub.Tests.House;

/// <summary>Creates messages with a distinct value in every field.</summary>
internal static class Sample
{
    private static readonly DateTimeOffset Time = new(2026, 4, 5, 6, 7, 8, TimeSpan.Zero);

    public static object Of(Type type, uint field)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return $"text {field}";
        if (type == typeof(DateTimeOffset)) return Time.AddSeconds(field);
        if (type == typeof(DateOnly)) return DateOnly.FromDateTime(Time.DateTime);
        if (type == typeof(bool)) return true;
        if (type.IsEnum) return Enum.GetValues(type).Cast<object>().Last();
        if (type.IsPrimitive) return Convert.ChangeType(field + 7, type, System.Globalization.CultureInfo.InvariantCulture);
        if (type.IsArray) return ArrayOf(type.GetElementType()!, field);
        if (type.IsGenericType) return CollectionOf(type.GetGenericTypeDefinition(), type.GetGenericArguments(), field);
        return MessageOf(type.IsAbstract ? type.Assembly.GetTypes().First(sub => sub.IsSubclassOf(type) && !sub.IsAbstract) : type);
    }

    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static object MessageOf(Type type)
    {
        var message = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties(Fields))
            if (property.GetCustomAttribute<IdAttribute>() is { } id)
                property.DeclaringType!.GetProperty(property.Name, Fields)!.SetValue(message, Of(property.PropertyType, id.Id));
        return message;
    }

    private static object CollectionOf(Type definition, Type[] of, uint field)
    {
        if (of.Length == 1) return definition.IsInterface ? ArrayOf(of[0], field) : Activator.CreateInstance(definition.MakeGenericType(of), ArrayOf(of[0], field))!;
        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(of))!;
        map.Add(Of(of[0], field), Of(of[1], field));
        return map;
    }

    private static Array ArrayOf(Type element, uint field)
    {
        var array = Array.CreateInstance(element, 1);
        array.SetValue(Of(element, field), 0);
        return array;
    }
}
