import { Module } from '@nestjs/common';
import { ControlModule } from '../control/control.module.js';
import { HandsetController } from './handset.controller.js';

@Module({ imports: [ControlModule], controllers: [HandsetController] })
export class HandsetModule {}
