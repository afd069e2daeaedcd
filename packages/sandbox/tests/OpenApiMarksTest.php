<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\Operation;
use CotpSandbox\Tests\Support\OpenApi;
use PHPUnit\Framework\TestCase;
use stdClass;

/** What openapi.yaml presents as documented: nothing but what the wire table and the list here say. */
final class OpenApiMarksTest extends TestCase
{
    /** Everything that is documented and no entry of the wire table. */
    private const DOCUMENTED = [
        'paths./api/cardrequest/{id}.get.responses.200', 'components.securitySchemes.apiKey', 'components.responses.Sent', 'components.responses.Policy',
        'components.responses.Unauthorized', 'components.responses.Blocked', 'components.schemas.Status', 'components.schemas.Time',
        'components.schemas.DestinationType', 'components.schemas.ErrorBlock.properties.code', 'components.schemas.ErrorBlock.properties.message',
        'components.schemas.ErrorBlock.properties.moreInfo',
    ];

    private OpenApi $api;
    /** @var array<string, array{string, string}> default and mark by key */
    private array $wire = [];

    protected function setUp(): void
    {
        $this->api = new OpenApi();
        preg_match_all('~^\| `([\w.]+)` \| `([^`]+)` \| \W*(documented|inferred)\W* \|~m', (string) file_get_contents(dirname(__DIR__, 3) . '/docs/wire.md'), $rows, PREG_SET_ORDER);
        foreach ($rows as [, $key, $default, $mark]) {
            $this->wire[$key] = [$default, $mark];
        }
    }

    public function testPathsAndMethodsHaveTheMarksOfTheWireTable(): void
    {
        $found = [];
        foreach ($this->api->operations() as $operation) {
            [$method, $path] = explode(' ', $operation);
            $basis = $this->api->operation($operation)->{'x-basis'};
            if (!str_starts_with($path, '/api/')) {
                self::assertSame('sandbox', $basis, $operation);
                continue;
            }
            $marks = OpenApi::members($basis);
            self::assertIsString($marks['wire']);
            self::assertSame($this->wire["{$marks['wire']}.method"], [$method, $marks['method']], $operation);
            [$ownPath, $mark] = $this->wire["{$marks['wire']}.path"];
            if ("/api$ownPath" === $path) {
                self::assertSame($mark, $marks['path'], $operation);
                $found[] = $marks['wire'];
            }
            self::assertSame("/api$ownPath" === $path ? $mark : 'inferred', $marks['path'], "$operation is derived from another path");
        }
        self::assertEqualsCanonicalizing(array_map(static fn (Operation $operation): string => $operation->wireKey(), Operation::cases()), $found);
    }

    public function testNamesHaveTheMarksOfTheWireTable(): void
    {
        $found = ['form' => [], 'state' => [], 'callback' => []];
        foreach (['Fields', 'RequestState', 'StatusCallback'] as $schema) {
            foreach (OpenApi::members($this->api->at('components', 'schemas', $schema, 'properties')) as $name => $property) {
                $members = OpenApi::members($property);
                self::assertIsString($members['x-wire'], (string) $name);
                self::assertSame($this->wire[$members['x-wire']], [$name, $members['x-basis']], (string) $name);
                $found[explode('.', $members['x-wire'])[0]][] = $members['x-wire'];
            }
        }
        foreach ($found as $group => $keys) {
            $wanted = array_filter(array_keys($this->wire), static fn (string $key): bool => str_starts_with($key, "$group."));
            self::assertEqualsCanonicalizing(array_values($wanted), $keys, $group);
        }
        $methods = array_map(fn (string $key): array => $this->wire[$key], ['delivery.email', 'delivery.sms']);
        self::assertSame(array_column($methods, 0), $this->api->at('components', 'schemas', 'Fields', 'properties', 'DeliveryMethod', 'enum'));
        self::assertSame(['inferred', 'inferred'], array_column($methods, 1));
        $callback = $this->api->at('components', 'callbacks', 'Status', '{$request.body#/CallbackUrl}', 'post', 'x-basis');
        self::assertEquals((object) ['wire' => 'callback', 'path' => 'documented', 'method' => 'inferred'], $callback);
    }

    public function testNothingElseIsDocumented(): void
    {
        $marks = self::marksBelow($this->api->document, '');
        self::assertEqualsCanonicalizing(self::DOCUMENTED, array_keys($marks, 'documented', true));
        self::assertSame([], array_diff($marks, ['documented', 'inferred', 'invented', 'sandbox']));
    }

    public function testEveryNameOfTheServiceHasAMark(): void
    {
        foreach (['Policy', 'StoredPolicy', 'Destination', 'StoredDestination', 'ErrorBlock'] as $schema) {
            foreach (OpenApi::members($this->api->at('components', 'schemas', $schema, 'properties')) as $name => $property) {
                self::assertArrayHasKey('x-basis', OpenApi::members($property), "$schema.$name");
            }
        }
        foreach ($this->api->responses() as $response) {
            if (str_contains($response, ' /api/')) {
                self::assertArrayHasKey('x-basis', OpenApi::members($this->api->response($response)), $response);
            }
        }
    }

    /** @return array<string, string> the marks that belong to no entry of the wire table, by their place */
    private static function marksBelow(mixed $value, string $place): array
    {
        $marks = [];
        if ($value instanceof stdClass) {
            $basis = $value->{'x-basis'} ?? null;
            if (is_string($basis) && !isset($value->{'x-wire'})) {
                $marks[ltrim($place, '.')] = $basis;
            }
            foreach (OpenApi::members($value) as $name => $member) {
                $marks += self::marksBelow($member, "$place.$name");
            }
        }
        return $marks;
    }
}
