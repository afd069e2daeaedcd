<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests\Support;

use Opis\JsonSchema\Errors\ErrorFormatter;
use Opis\JsonSchema\ValidationResult;
use Opis\JsonSchema\Validator;
use PHPUnit\Framework\Assert;
use stdClass;
use Symfony\Component\Yaml\Yaml;

/** The file openapi.yaml, and which of its responses have been seen. */
final class OpenApi
{
    private const FILE = __DIR__ . '/../../openapi.yaml';
    private const URI = 'https://sandbox.example/openapi.yaml';

    public readonly stdClass $document;
    private Validator $validator;
    /** @var array<string, true> by "GET /path 200" */
    private array $seen = [];

    public function __construct()
    {
        $document = Yaml::parseFile(self::FILE, Yaml::PARSE_OBJECT_FOR_MAP);
        Assert::assertInstanceOf(stdClass::class, $document);
        $this->document = $document;
        $this->validator = self::validator();
        $this->validator->resolver()?->registerRaw($document, self::URI);
    }

    /** Checks the file itself against the schema of OpenAPI 3.1. */
    public function assertValid(string $officialSchema): void
    {
        // Where no dialect is loaded, its dynamic reference is a plain one. It also calls references URIs, which URI references are not.
        $text = str_replace('"$dynamicRef": "#meta"', '"$ref": "#/$defs/schema"', (string) file_get_contents($officialSchema), $replaced);
        Assert::assertGreaterThan(0, $replaced);
        $schema = json_decode($text, flags: JSON_THROW_ON_ERROR);
        Assert::assertInstanceOf(stdClass::class, $schema);
        $validator = self::validator();
        $validator->parser()->setOption('allowFormats', false);
        self::assertNoError($validator->validate($this->document, $schema), 'openapi.yaml');
    }

    /** @return list<string> all operations: method and path, such as "GET /outbox.json" */
    public function operations(): array
    {
        $operations = [];
        foreach (self::members($this->document->paths) as $path => $item) {
            foreach (array_diff(array_keys(self::members($item)), ['parameters']) as $method) {
                $operations[] = strtoupper($method) . " $path";
            }
        }
        return $operations;
    }

    /** @return list<string> all responses: method, path and status, such as "GET /outbox.json 200" */
    public function responses(): array
    {
        $responses = [];
        foreach ($this->operations() as $operation) {
            foreach (array_keys(self::members($this->operation($operation)->responses)) as $status) {
                $responses[] = "$operation $status";
            }
        }
        return $responses;
    }

    /** @return list<string> */
    public function seen(): array
    {
        return array_keys($this->seen);
    }

    public function operation(string $operation): stdClass
    {
        [$method, $path] = explode(' ', $operation);
        $item = self::members($this->document->paths)[$path] ?? null;
        $found = $item instanceof stdClass ? self::members($item)[strtolower($method)] ?? null : null;
        Assert::assertInstanceOf(stdClass::class, $found, "openapi.yaml has no $operation");
        return $found;
    }

    public function response(string $response): stdClass
    {
        [$method, $path, $status] = explode(' ', $response);
        $found = self::members($this->operation("$method $path")->responses)[$status] ?? null;
        Assert::assertInstanceOf(stdClass::class, $found, "openapi.yaml has no $response");
        return $this->resolved($found);
    }

    /** Checks a response of an operation: its status, its headers and its body. */
    public function assertDescribes(string $operation, Reply $reply): void
    {
        $response = $this->response("$operation $reply->status");
        $headers = array_map(strtolower(...), array_map(strval(...), array_keys(self::members($response->headers ?? new stdClass()))));
        Assert::assertSame(array_values(array_intersect(['location'], array_keys($reply->headers))), $headers, "headers of $operation $reply->status");
        $this->assertBody($response, $reply, "$operation $reply->status");
        $this->seen["$operation $reply->status"] = true;
    }

    /** Checks a body of a request to an operation. */
    public function assertAccepts(string $operation, mixed $body): void
    {
        $this->assertMatches($this->bodySchema($this->operation($operation)), self::decoded($body), "a request to $operation");
    }

    /** Whether a body of a request to an operation has a fault. */
    public function rejects(string $operation, mixed $body): bool
    {
        return !$this->validator->validate(self::decoded($body), $this->located($this->bodySchema($this->operation($operation))))->isValid();
    }

    /** Checks what the sandbox posts to the site. */
    public function assertDescribesCallback(string $body): void
    {
        $operation = $this->at('components', 'callbacks', 'Status', '{$request.body#/CallbackUrl}', 'post');
        Assert::assertInstanceOf(stdClass::class, $operation);
        $this->assertMatches($this->bodySchema($operation), json_decode($body), 'callback');
    }

    /** Returns a value in the file; null if there is none. */
    public function at(string ...$path): mixed
    {
        $value = $this->document;
        foreach ($path as $name) {
            $value = $value instanceof stdClass ? $value->{$name} ?? null : null;
        }
        return $value;
    }

    /** @return array<array-key, mixed> */
    public static function members(mixed $object): array
    {
        Assert::assertInstanceOf(stdClass::class, $object);
        return (array) $object;
    }

    private static function validator(): Validator
    {
        $validator = new Validator(max_errors: 3);
        $validator->parser()->setOption('allowDefaults', false);        // or it adds them to what it validates
        return $validator;
    }

    private function assertBody(stdClass $response, Reply $reply, string $what): void
    {
        $contents = self::members($response->content ?? new stdClass());
        if ($contents === []) {
            Assert::assertSame('', $reply->body, $what);
            return;
        }
        $type = explode(';', $reply->headers['content-type'] ?? '')[0];
        Assert::assertArrayHasKey($type, $contents, $what);
        if ($type === 'text/html') {
            Assert::assertStringStartsWith('<!DOCTYPE html>', $reply->body, $what);
            return;
        }
        $media = $contents[$type];
        Assert::assertInstanceOf(stdClass::class, $media);
        Assert::assertInstanceOf(stdClass::class, $media->schema);
        $this->assertMatches($media->schema, $type === 'application/xml' ? self::decoded($reply->xmlMembers()) : json_decode($reply->body), $what);
    }

    private function bodySchema(stdClass $operation): stdClass
    {
        Assert::assertInstanceOf(stdClass::class, $operation->requestBody);
        $media = array_values(self::members($operation->requestBody->content))[0];
        Assert::assertInstanceOf(stdClass::class, $media);
        Assert::assertInstanceOf(stdClass::class, $media->schema);
        return $media->schema;
    }

    private function assertMatches(stdClass $schema, mixed $value, string $what): void
    {
        self::assertNoError($this->validator->validate($value, $this->located($schema)), $what);
    }

    private static function assertNoError(ValidationResult $result, string $what): void
    {
        $error = $result->error();
        Assert::assertTrue($error === null, $error === null ? '' : "$what: " . json_encode((new ErrorFormatter())->format($error), JSON_UNESCAPED_SLASHES));
    }

    /** Returns a schema whose references into this document work outside of it. */
    private function located(stdClass $schema): stdClass
    {
        $located = json_decode(str_replace('"$ref":"#', '"$ref":"' . self::URI . '#', json_encode($schema, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES)));
        Assert::assertInstanceOf(stdClass::class, $located);
        return $located;
    }

    private function resolved(stdClass $object): stdClass
    {
        $reference = $object->{'$ref'} ?? null;
        if (!is_string($reference)) {
            return $object;
        }
        $found = $this->document;
        foreach (explode('/', substr($reference, 2)) as $name) {
            $found = self::members($found)[$name] ?? null;
        }
        Assert::assertInstanceOf(stdClass::class, $found, $reference);
        return $found;
    }

    private static function decoded(mixed $value): mixed
    {
        return json_decode(json_encode($value, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION), flags: JSON_THROW_ON_ERROR);
    }
}
