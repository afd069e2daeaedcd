<?php
// SPDX-License-Identifier: BSD-3-Clause
/* Prints the PHP API as Markdown, from the docblocks of cotp.stub.php. Run with php -n, so that the stub's classes are
 * the only ones. */
declare(strict_types=1);

const STUB = __DIR__ . '/../cotp.stub.php';
const UNKNOWN = null; // the stub's value of a constant that is defined in C
require STUB;

/** The value of a constant, which a tag "@cvalue NAME" finds in cotp_wire_names.h. */
function valueOf(ReflectionClassConstant $constant): mixed
{
    if (!preg_match('~@cvalue (\w+)~', (string) $constant->getDocComment(), $tag)) {
        return $constant->getValue();
    }
    preg_match("~^#define $tag[1] +\"(.*)\"$~m", (string) file_get_contents(__DIR__ . '/../cotp_wire_names.h'), $value)
        or throw new RuntimeException("cotp_wire_names.h does not define $tag[1]");
    return $value[1];
}

/** A docblock's text, its tags as sentences. */
function text(string|false $docblock): string
{
    $lines = preg_replace('~^\s*/?\*+/? ?|\s*\*/$~m', '', explode("\n", (string) $docblock));
    $lines = array_filter($lines, fn (string $line): bool => !preg_match('~^@(strict-properties|not-serializable|generate|var string|cvalue)~', $line));
    $text = trim(implode("\n", $lines));
    $text = preg_replace('~(?<=\S)\n *(?=[^\s@])~', ' ', $text); // a paragraph or a tag is one line
    $text = preg_replace('~^@param (\S+) (\$\w+) ?~m', '* `$2`: ', $text);
    $text = preg_replace('~^@throws (\S+) ?~m', '* throws `$1` ', $text);
    $text = preg_replace('~^@see (\S+)$~m', '* [PCI Booking\'s page]($1)', $text);
    $text = preg_replace('~^@return ([^\s<]+(?:<[^>]*>)?) ?~m', '* returns `$1` ', $text);
    return preg_replace('~^@var ([^\s<]+(?:<[^>]*>)?) ?~m', '`$1` ', $text);
}

function signature(ReflectionMethod $method): string
{
    $parameters = array_map(function (ReflectionParameter $parameter): string {
        $default = '';
        if ($parameter->isDefaultValueAvailable()) {
            $constant = $parameter->isDefaultValueConstant() ? $parameter->getDefaultValueConstantName() : null;
            $default = ' = ' . ($constant ?? match ($value = $parameter->getDefaultValue()) {
                null => 'null',
                [] => '[]',
                default => is_object($value) ? $value::class . '::' . $value->name : json_encode($value, JSON_PRESERVE_ZERO_FRACTION),
            });
        }
        return "{$parameter->getType()} \${$parameter->getName()}$default";
    }, $method->getParameters());
    $list = implode(', ', $parameters);
    if (strlen($list) > 90) {
        $list = "\n    " . implode(",\n    ", $parameters) . "\n";
    }
    $return = $method->hasReturnType() ? ": {$method->getReturnType()}" : '';
    return ($method->isStatic() ? 'static ' : '') . "{$method->getShortName()}($list)$return";
}

function printMembers(ReflectionClass $class): void
{
    foreach ($class->getReflectionConstants() as $constant) {
        if ($constant->getDeclaringClass()->getName() === $class->getName()) {
            $value = valueOf($constant);
            $shown = is_string($value) ? " = \"$value\"" : '';
            echo "* `{$constant->getName()}`$shown: ", strtr(text($constant->getDocComment()), "\n", ' '), "\n";
        }
    }
    foreach ($class->getProperties() as $property) {
        if ($property->getDeclaringClass()->getName() === $class->getName() && !$class->isEnum()) {
            echo "* `{$property->getType()} \${$property->getName()}`: ", strtr(text($property->getDocComment()), "\n", ' '), "\n";
        }
    }
    foreach ($class->getMethods() as $method) {
        if ($method->getDeclaringClass()->getName() === $class->getName() && $method->getFileName() === realpath(STUB)) {
            echo "\n### {$class->getName()}::{$method->getName()}()\n\n```php\n", signature($method), "\n```\n\n", text($method->getDocComment()), "\n";
        }
    }
}

echo "# The PHP API\n\nGenerated from `cotp.stub.php` by `tools/generate-docs`.\n";
foreach (get_declared_classes() as $name) {
    $class = new ReflectionClass($name);
    if ($class->getFileName() !== realpath(STUB)) {
        continue;
    }
    $parent = $class->getParentClass();
    echo "\n## $name\n\n", text($class->getDocComment()), "\n\n", $parent ? "Extends `{$parent->getName()}`.\n\n" : '';
    printMembers($class);
}
