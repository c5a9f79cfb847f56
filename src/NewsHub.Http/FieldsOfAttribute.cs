namespace NewsHub.Http;

/// <summary>Marks a description of a request that also takes the fields of another type, none of them required.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FieldsOfAttribute(Type type) : Attribute
{
    public Type Type => type;
}
