<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use Closure;
use CotpException;
use CotpForm;
use CotpState;
use Generator;
use Throwable;
use TypeError;
use ValueError;

/** @internal CotpRequest::sendMany() and retrieveMany(), as in php_cotp_batch.c. */
final class Batch
{
    /** @var array<array-key, string|CotpState|Failure> the outcome of each item that has one */
    private array $outcomes = [];

    public function __construct(#[\SensitiveParameter] private readonly Settings $settings, private readonly string $method, private readonly int $concurrency)
    {
        if ($concurrency < 1 || $concurrency > Tables::MAX_CONCURRENCY) {
            throw Thrown::whole(ValueError::class, $method, 2, 'must be between 1 and ' . Tables::MAX_CONCURRENCY);
        }
    }

    /**
     * @param array<array-key, mixed> $forms
     * @return array<array-key, string|CotpException>
     */
    public function send(#[\SensitiveParameter] array $forms): array
    {
        return self::withoutCollection(fn (): array => $this->sendAll($forms));
    }

    /**
     * @param array<array-key, mixed> $forms
     * @return array<array-key, string|CotpException>
     */
    private function sendAll(#[\SensitiveParameter] array $forms): array
    {
        $checked = [];
        foreach ($forms as $key => $form) {
            if (!$form instanceof CotpForm) {
                throw $this->typeError('CotpForm objects', $form, $key);
            }
            $operation = $this->prepareSend($form);
            if ($operation instanceof Failure) {
                throw Thrown::failure($this->method, $operation, 1, ' (at key ' . self::keyText($key) . ')');
            }
            $checked[$key] = $form;
        }
        [$interruption, $rest] = $this->run($this->sends($checked), function (int|string $key, #[\SensitiveParameter] Operation $operation): void {
            $this->outcomes[$key] = $operation->readSent();
        }, true);
        $results = [];
        foreach (array_keys($checked) as $key) {
            $outcome = $this->outcomes[$key] ?? clone $rest;
            $results[$key] = $outcome instanceof Failure ? $this->exception($outcome, $interruption) : $outcome;
        }
        $this->warn($results, $interruption);
        return $results; // @phpstan-ignore return.type
    }

    /**
     * A garbage collection would run destructors; one that throws would lose the outcomes of all items that follow.
     *
     * @template T
     * @param Closure(): T $batch
     * @return T
     */
    private static function withoutCollection(#[\SensitiveParameter] Closure $batch): mixed
    {
        $isCollecting = gc_enabled();
        gc_disable();
        try {
            return $batch();
        } finally {
            if ($isCollecting) {
                gc_enable();
            }
        }
    }

    /**
     * @param Generator<array-key, Operation> $source
     * @param Closure(int|string, Operation): void $take
     * @return array{?Throwable, Failure} as Run::many()
     */
    private function run(#[\SensitiveParameter] Generator $source, #[\SensitiveParameter] Closure $take, bool $isSend): array
    {
        return Run::many($this->settings, $source, $take, $this->concurrency, $isSend, $this->method);
    }

    private function prepareSend(CotpForm $form): Operation|Failure
    {
        $values = Client::valuesOf($form);
        return $values instanceof Failure ? $values : Operation::send($this->settings, $values);
    }

    /**
     * @param array<array-key, CotpForm> $forms
     * @return Generator<array-key, Operation>
     */
    private function sends(#[\SensitiveParameter] array $forms): Generator
    {
        foreach ($forms as $key => $form) {
            $operation = $this->prepareSend($form);
            if ($operation instanceof Operation) {
                $operation->key = $key;
                yield $key => $operation;
            } else {
                $this->outcomes[$key] = new Failure(Domain::Transport, 'the form was changed before it was sent');
            }
        }
    }

    /**
     * @param array<array-key, mixed> $requests
     * @return array<array-key, CotpState|CotpException>
     */
    public function retrieve(array $requests): array
    {
        return self::withoutCollection(fn (): array => $this->retrieveAll($requests));
    }

    /**
     * @param array<array-key, mixed> $requests
     * @return array<array-key, CotpState|CotpException>
     */
    private function retrieveAll(array $requests): array
    {
        $wanted = [];
        foreach ($requests as $key => $request) {
            if (!is_string($request)) {
                throw $this->typeError('strings', $request, $key);
            }
            $id = '';
            $fault = Uri::requestFault($request, $this->settings->baseUri, $id);
            if ($fault !== null) {
                // the parameter has another name than the argument of the other methods
                $failure = Failure::argument('request', $fault);
                throw Thrown::failure($this->method, $failure, 1, ' (at key ' . self::keyText($key) . ')');
            }
            $wanted[$key] = $id;
        }
        [$interruption, $rest] = $this->run($this->retrieves(array_unique($wanted)), function (int|string $id, #[\SensitiveParameter] Operation $operation): void {
            $this->outcomes[$id] = $operation->readState();
        }, false);
        $results = [];
        $byId = [];
        foreach ($wanted as $key => $id) {
            $outcome = $this->outcomes[$id] ?? clone $rest;
            if ($outcome instanceof Failure) {
                $outcome->requestId = $id;
                $byId[$id] ??= $this->exception($outcome, $interruption);
            }
            $results[$key] = $byId[$id] ?? $outcome;
        }
        $this->warn($results, $interruption);
        return $results; // @phpstan-ignore return.type
    }

    /**
     * @param array<array-key, string> $ids
     * @return Generator<string, Operation>
     */
    private function retrieves(array $ids): Generator
    {
        foreach ($ids as $key => $id) {
            $operation = Operation::retrieve($this->settings, $id);
            if ($operation instanceof Operation) {
                $operation->key = $key;
                yield $id => $operation;
            }
        }
    }

    private function exception(Failure $failure, ?Throwable $interruption): CotpException
    {
        return Thrown::atCaller($failure->exception($failure->isInterrupted ? $interruption : null));
    }

    /**
     * Warns of an exception of a signal handler that no result contains.
     *
     * @param array<array-key, mixed> $results
     */
    private function warn(array $results, ?Throwable $interruption): void
    {
        foreach ($results as $result) {
            if ($interruption === null || ($result instanceof Throwable && $result->getPrevious() === $interruption)) {
                return;
            }
        }
        if ($interruption !== null) {
            Run::warning("$this->method(): A signal handler threw ", $interruption);
        }
    }

    private function typeError(string $wanted, mixed $given, int|string $key): Throwable
    {
        $message = "must contain only $wanted, " . Properties::givenName($given) . ' given at key ' . self::keyText($key);
        return Thrown::whole(TypeError::class, $this->method, 1, $message);
    }

    private static function keyText(int|string $key): string
    {
        return is_int($key) ? (string) $key : '"' . ErrorText::copy($key, 94) . '"';
    }
}
