<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use Error;
use Exception;
use ReflectionMethod;
use ReflectionProperty;
use Throwable;
use TypeError;
use ValueError;

/** @internal Exceptions that look as if the extension had thrown them: at the line that called a public method. */
final class Thrown
{
    /**
     * @template T of Throwable
     * @param T $thrown
     * @return T
     */
    public static function atCaller(Throwable $thrown): Throwable
    {
        $trace = $thrown->getTrace();
        $file = $thrown->getFile();
        $line = $thrown->getLine();
        $dropped = null;
        while ($trace !== [] && str_starts_with($file, __DIR__ . DIRECTORY_SEPARATOR)) {
            $dropped = array_shift($trace);
            $file = $dropped['file'] ?? '';
            $line = $dropped['line'] ?? 0;
        }
        if ($dropped === null || $file === '') {
            return $thrown;
        }
        array_unshift($trace, $dropped); // the public method itself
        $class = $thrown instanceof Error ? Error::class : Exception::class;
        foreach (['file' => $file, 'line' => $line, 'trace' => $trace] as $name => $value) {
            (new ReflectionProperty($class, $name))->setValue($thrown, $value);
        }
        return $thrown;
    }

    /**
     * An error about an argument, or what the failure says.
     *
     * @param string $method such as "CotpForm::__construct"
     * @param int $number of the parameter, if none has the name of the argument
     * @param string $where appended to the message
     */
    public static function failure(string $method, Failure $failure, int $number, string $where = ''): Throwable
    {
        return $failure->domain === Domain::Argument || $failure->domain === Domain::Type
            ? self::argument($method, $failure, $number, $where) : self::atCaller($failure->exception());
    }

    public static function argument(string $method, Failure $failure, int $number, string $where = ''): Error
    {
        $text = "#$number (\$" . self::parameter($method, $number) . ") is invalid: \$$failure->argument";
        foreach ((new ReflectionMethod(...explode('::', $method)))->getParameters() as $i => $parameter) {
            if ($parameter->name === $failure->argument) {
                $text = '#' . ($i + 1) . " (\$$failure->argument)";
                break;
            }
        }
        $class = $failure->domain === Domain::Type ? TypeError::class : ValueError::class;
        return self::atCaller(new $class("$method(): Argument $text $failure->message$where"));
    }

    /**
     * An error about a whole argument.
     *
     * @param class-string<TypeError>|class-string<ValueError> $class
     */
    public static function whole(string $class, string $method, int $number, string $message): Error
    {
        $text = "$method(): Argument #$number (\$" . self::parameter($method, $number) . ") $message";
        return self::atCaller($class === TypeError::class ? new TypeError($text) : new ValueError($text));
    }

    private static function parameter(string $method, int $number): string
    {
        return (new ReflectionMethod(...explode('::', $method)))->getParameters()[$number - 1]->name ?? '';
    }
}
