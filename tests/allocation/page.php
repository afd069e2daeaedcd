<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * One attempt, or the check after it, as a request to PHP's built-in web server, so that leftovers of a request reach the
 * next one of the same process. It reports its findings as JSON.
 */

require __DIR__ . '/../peer/peer.inc';
require __DIR__ . '/operations.inc';

function faults(): FFI
{
    static $faults = null;
    return $faults ??= FFI::cdef('void failing_malloc_arm(long first, long last); void failing_malloc_arm_errno(void); void failing_malloc_arm_heap(long number, bool bails_out);'
        . 'long failing_malloc_disarm(bool of_heap); long failing_malloc_live(void); void OPENSSL_thread_stop(void);');
}

function client(string $key): CotpRequest
{
    return new CotpRequest($key, $_GET['url'] ?: 'https://service.example/api', retries: 0, caFile: $_GET['caFile'] ?: null);
}

/** Returns the whole value as text, so that a lost part is noticed. */
function description(mixed $value): mixed
{
    return match (true) {
        $value instanceof UnitEnum => $value->name,
        $value instanceof DateTimeInterface => $value->format('c'),
        $value instanceof Throwable => failure($value),
        is_object($value) => [$value::class => array_map(description(...), get_object_vars($value))],
        is_array($value) => array_map(description(...), $value),
        is_string($value) => preg_replace('~^request-\d{6}$~', ID, $value), // a connection never gets the same id twice
        default => $value,
    };
}

/** @return array<string, mixed> */
function failure(Throwable $failure): array
{
    return ['failure' => $failure::class, 'text' => $failure->getMessage(),
        'outcome' => $failure instanceof CotpException ? $failure->outcome->name : null];
}

/** Returns the outcome of a call. */
function outcome(Closure $call): mixed
{
    try {
        return description($call());
    } catch (Throwable $failure) {
        return failure($failure);
    }
}

/** Makes the allocations with these numbers fail during the call. */
function attempt(Closure $call, string $fault, int $number): array
{
    $ofHeap = $fault === 'limit' || $fault === 'bailout';
    register_shutdown_function(function () use ($ofHeap): void {
        faults()->failing_malloc_disarm($ofHeap); // a fatal error leaves it armed
    });
    match ($fault) {
        'one' => faults()->failing_malloc_arm($number, $number),
        'errno' => faults()->failing_malloc_arm_errno(),
        'all' => faults()->failing_malloc_arm($number, PHP_INT_MAX),
        'limit', 'bailout' => faults()->failing_malloc_arm_heap($number, $fault === 'bailout'),
    };
    try {
        $result = $call();
    } catch (Throwable $result) {
    }
    $asked = faults()->failing_malloc_disarm($ofHeap);
    return ['asked' => $asked, 'outcome' => description($result)];
}

/** @return array<string, mixed> */
function findings(): array
{
    $operation = operations()[$_GET['operation']];
    new DateTimeImmutable('UTC'); // PHP's cache of time zones does not survive a bailout while it is filled
    if (isset($_GET['after'])) {
        $outcome = outcome(($operation->prepare)(client($_GET['key'])));
        CotpRequest::closePool();
        faults()->OPENSSL_thread_stop(); // it keeps the last errors of each thread, and their texts even after they are cleared
        return ['outcome' => $outcome, 'live' => faults()->failing_malloc_live(), 'open' => count(scandir('/proc/self/fd'))];
    }
    $_GET['kept'] ? outcome(($operation->prepare)(client('before'))) : CotpRequest::closePool();
    return attempt(($operation->prepare)(client($_GET['key'])), $_GET['fault'], (int) $_GET['number']);
}

echo json_encode(findings(), JSON_THROW_ON_ERROR);
